// @ts-check
// Pages that were opened before open without a network, too: see sw.js.

/** Registers the service worker, and lets it keep this page, which came before it. */
async function keepPages() {
  const version = new URL(import.meta.url).pathname.split("/")[2];
  const isFirst = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register(`/sw.js?version=${version}`);
  if (!isFirst) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    const address = new URL(location.href);
    address.searchParams.delete("s"); // the mark of a scan, which this is not
    fetch(address, { headers: { Accept: "text/html" } });
  });
}

if ("serviceWorker" in navigator) {
  addEventListener("load", () => keepPages().catch(() => {}));
}
