// @ts-check
// Suggestions while typing, as a combobox (ARIA 1.2): arrows, Enter, Escape, touch.

/** @typedef {{ id: string, name: { vi: string, en: string }, venue_count: number }} Dish */

const WAIT_MS = 120;
const MOST = 6;

/**
 * Turns a search field into a combobox.
 * @param {HTMLInputElement} input
 */
export function suggest(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-dishes`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = input.labels?.[0]?.textContent ?? "";
  list.hidden = true;
  input.closest("form")?.append(list);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.ariaExpanded = "false";

  let asked = new AbortController();
  let timer = 0;

  const chosen = () => /** @type {HTMLElement | null} */ (list.querySelector("[aria-selected=true]"));

  const close = () => {
    asked.abort();
    list.hidden = true;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
  };

  /** @param {Element | null | undefined} option */
  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };

  /** @param {HTMLElement} option */
  const take = (option) => {
    input.value = option.dataset.name ?? "";
    close();
    input.form?.requestSubmit();
  };

  /** @param {Dish[]} dishes */
  const show = (dishes) => {
    list.replaceChildren(...dishes.map((dish, at) => row(dish, `${list.id}-${at}`, input)));
    list.hidden = !dishes.length;
    input.ariaExpanded = String(dishes.length > 0);
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const words = input.value.trim();
    if (!words) return close();
    const query = new URLSearchParams({ q: words, limit: String(MOST) });
    try {
      const answer = await fetch(`/v1/dishes?${query}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).items);
    } catch {
      // Typing went on, or there is no network: the form works all the same.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const here = chosen();
    if (event.key === "ArrowDown") choose(here?.nextElementSibling ?? list.firstElementChild);
    else if (event.key === "ArrowUp") choose(here?.previousElementSibling ?? list.lastElementChild);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && here) take(here);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = /** @type {Element} */ (event.target).closest("li");
    if (option) take(option);
  });
}

/**
 * One suggestion.
 * @param {Dish} dish
 * @param {string} id
 * @param {HTMLInputElement} input
 */
function row(dish, id, input) {
  const option = document.createElement("li");
  option.id = id;
  option.role = "option";
  option.ariaSelected = "false";
  option.dataset.name = dish.name.vi;
  const name = document.createElement("b");
  name.lang = "vi";
  name.textContent = dish.name.vi;
  const gloss = document.createElement("small");
  gloss.lang = "en";
  gloss.textContent = dish.name.en;
  const count = document.createElement("small");
  count.className = "count";
  count.textContent = input.dataset.places.replace("{count}", dish.venue_count);
  option.append(name, " ", gloss, " ", count);
  return option;
}

for (const input of document.querySelectorAll("input[data-suggest]")) {
  suggest(/** @type {HTMLInputElement} */ (input));
}
