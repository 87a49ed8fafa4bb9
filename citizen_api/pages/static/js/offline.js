// @ts-check
// Lists the pages that this phone still has.

const section = /** @type {HTMLElement | null} */ (document.querySelector("[data-seen]"));
const list = section?.querySelector("ul");

if (section && list && "caches" in window) {
  const pages = await caches.open("pages");
  for (const request of (await pages.keys()).reverse()) {
    const answer = await pages.match(request);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const address = new URL(request.url);
    if (address.pathname === "/offline") continue;
    const item = document.createElement("li");
    item.className = "card";
    const link = document.createElement("a");
    link.href = address.pathname + address.search;
    link.textContent = page.querySelector("h1")?.textContent?.trim() || page.title;
    const heading = document.createElement("h3");
    heading.append(link);
    item.append(heading);
    list.append(item);
    section.hidden = false;
  }
}
