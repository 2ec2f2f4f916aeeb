// Search: the newest cases with all the words, as lines like those of the lists.

import { fill } from "./elements.js";

/** Binds the search form; `line` makes a line of a case, `call` asks the desk's API. */
export function bindSearch({ words, call, line }) {
  const at = (id) => document.getElementById(id);
  const [form, field, told, list] = ["search-form", "search", "search-told", "found"].map(at);
  let asked = 0;

  const clear = () => {
    asked += 1;
    told.textContent = "";
    list.replaceChildren();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = field.value.trim();
    clear();
    if (!query) return;
    const mine = asked;
    const answer = await call("/desk/api/search", { words: query });
    const news = answer.ok ? await answer.json().catch(() => null) : null;
    if (mine !== asked) return;
    const found = news?.found ?? [];
    const count = found.length ? fill(words.search_found, { count: found.length }) : words.search_none;
    told.textContent = news ? count : words.failed;
    list.replaceChildren(...found.map(line));
  });
  field.addEventListener("input", () => field.value || clear());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    clear();
  });
}
