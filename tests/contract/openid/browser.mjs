// @ts-check
// What a person has in their hands, for the scripts beside it.

/** A browser with cookies, that follows redirects within one site. */
export class Browser {
  /** @param {string} site */
  constructor(site) {
    this.site = site;
  }

  /** @type {Map<string, string>} */
  cookies = new Map();

  /** @param {string} url @param {URLSearchParams} [form] */
  async visit(url, form) {
    const answer = await fetch(url, {
      method: form ? "POST" : "GET",
      body: form,
      redirect: "manual",
      headers: { cookie: [...this.cookies].map((each) => each.join("=")).join("; ") },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split("=");
      this.cookies.set(name, value);
    }
    const next = answer.headers.get("location");
    if (next?.startsWith("/") || next?.startsWith(this.site)) {
      return this.visit(new URL(next, url).href);
    }
    return { url: next ?? url, text: await answer.text() };
  }

  /**
   * Sends the first form of a page.
   * @param {string} page @param {Record<string, string>} fields
   */
  async submit(page, fields) {
    const [text] = page.split("</form>");
    const action = /action="([^"]+)"/.exec(text)?.[1] ?? "";
    const hidden = [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const form = new URLSearchParams(hidden.map(([, name, value]) => [name, value]));
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return this.visit(new URL(action, this.site).href, form);
  }
}
