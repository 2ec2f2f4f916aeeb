// Single-key shortcuts. They work only outside of fields, and a lots can switch them off (some speak
// to their computer, and every word would be keys).

const KEPT = "farled-shortcuts";
const FIELDS = "input, textarea, select, [contenteditable], dialog";
const KEYS = {
  "/": () => document.getElementById("search"),
  r: () => document.getElementById("reply"),
  n: () => document.getElementById("new-note"),
  t: () => document.getElementById("new-tag"),
  o: () => document.querySelector('[data-act="give"]'),
  c: () => document.querySelector('[data-act="close"]'),
};

/** Binds the keys and the box by which they are switched off. */
export function bindShortcuts() {
  const box = document.getElementById("shortcuts-use");
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (!box.checked || ctrlKey || metaKey || altKey || target.closest?.(FIELDS)) return;
    const found = KEYS[key]?.();
    if (!found || !found.checkVisibility()) return;
    event.preventDefault();
    if (found.dataset.act) found.click();
    else found.focus();
  });
}
