// Who of the colleagues is at the desk now.

import { arrange, fill, make } from "./elements.js";

/** Shows them in the bar, each with her municipalities and how many cases she has. */
export function showPresent(present, { words, places }) {
  const list = document.getElementById("present");
  document.getElementById("present-count").textContent = String(present.length);
  const shown = JSON.stringify(present);
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  arrange(list, present.map((one) => line(one, words, places)));
}

function line({ name, municipalities, cases }, words, places) {
  const item = make("li");
  const where = municipalities.map((slug) => places[slug] ?? slug).join(", ");
  item.append(
    make("strong", "", name),
    make("span", "", where || words.all_places),
    make("span", "", fill(words.live_cases, { count: cases })),
  );
  return item;
}
