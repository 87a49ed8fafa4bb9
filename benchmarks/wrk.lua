-- Requests drawn at random from a file; the last line printed is JSON.
local requests = {}

function init(args)
  math.randomseed(os.time())
  for line in io.lines(args[1]) do
    local method, path, heads, body = line:match("^(.-)\t(.-)\t(.-)\t(.*)$")
    local headers = { Host = wrk.host }
    for name, text in heads:gmatch("([^\30\31]+)\30([^\31]+)") do
      headers[name] = text
    end
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"us":%d,"bytes":%d,"p50":%d,"p99":%d,"errors":%d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
