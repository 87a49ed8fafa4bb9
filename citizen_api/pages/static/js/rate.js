// @ts-check
// How many characters are typed, counted as the service counts them.

/** @type {HTMLTextAreaElement | null} */
const text = document.querySelector("[data-longest]");
/** @type {HTMLElement | null} */
const said = document.querySelector("[data-count]");

function count() {
  if (!text || !said) return;
  const typed = [...text.value.normalize("NFC").trim()].length;
  said.hidden = false;
  said.textContent = (said.dataset.count ?? "{num}").replace(
    "{num}",
    typed.toLocaleString(document.documentElement.lang),
  );
  said.classList.toggle("over", typed > Number(text.dataset.longest));
}

text?.addEventListener("input", count);
count();
