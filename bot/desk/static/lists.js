// The lists of conversations. A line keeps its element while its conversation stays in the list,
// so that an update takes neither the focus nor what is being read.

import { arrange, day, duration, fill, make, time } from "./elements.js";

const EMPTY = { waiting: "nobody_waiting", own: "none_own" };

/** The lists on the page; `choose` is called with a conversation's id. */
export class Lists {
  #data;
  #choose;
  #lines = new Map();

  constructor(data, choose) {
    this.#data = data;
    this.#choose = choose;
    setInterval(() => this.#tick(), 20_000);
  }

  show(lists, chosen) {
    const focused = focusedCase();
    const all = this.#showsAll(lists);
    const stay = new Set();
    for (const [name, cases] of Object.entries(lists)) {
      const shown = cases.filter((one) => all || name === "own" || one.whose !== "other");
      const items = shown.map((one) => {
        const key = `${name} ${one.conversation}`;
        stay.add(key);
        return this.#line(key, name, one, chosen);
      });
      document.getElementById(`${name}-count`).textContent = String(shown.length);
      arrange(document.getElementById(name), items.length ? items : this.#nothing(name));
    }
    for (const key of this.#lines.keys()) if (!stay.has(key)) this.#lines.delete(key);
    if (focused && document.activeElement === document.body) focusAgain(focused);
  }

  /** A line of a case that stands in no list. */
  line(one) {
    const { item } = this.#newLine(one.conversation);
    this.#fill(item.firstElementChild, "found", one);
    return item;
  }

  /** True when colleagues' cases are shown, too; the box is there only when there are any. */
  #showsAll(lists) {
    const box = document.getElementById("show-all");
    const others = Object.values(lists).flat().some((one) => one.whose === "other");
    box.parentElement.hidden = !others;
    return box.checked;
  }

  #nothing(name) {
    const words = this.#data.words[EMPTY[name]];
    return words ? [make("li", "empty", words)] : [];
  }

  #line(key, name, one, chosen) {
    const line = this.#lines.get(key) ?? this.#newLine(one.conversation);
    this.#lines.set(key, line);
    const [button] = line.item.children;
    if (one.conversation === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const shown = JSON.stringify(one);
    if (shown !== line.shown) this.#fill(button, name, one);
    line.shown = shown;
    return line.item;
  }

  #newLine(conversation) {
    const item = make("li");
    const button = make("button", "case");
    button.type = "button";
    button.dataset.conversation = conversation;
    button.addEventListener("click", () => this.#choose(conversation));
    item.append(button);
    return { item, shown: "" };
  }

  #fill(button, name, one) {
    const { words, places } = this.#data;
    button.classList.toggle("urgent", one.urgent);
    const about = make("span", "about");
    about.append(
      make("strong", "", places[one.municipality] ?? words.unknown_place),
      make("span", "", words[`language_${one.language}`] ?? one.language),
      name === "waiting" ? waited(one.since) : time(one.since),
    );
    const preview = make("span", "preview", one.preview || "…");
    preview.lang = one.language;
    preview.dir = "auto";
    const marks = make("span", "marks");
    if (one.urgent) marks.append(make("strong", "badge", words.crisis));
    if (one.unread) marks.append(make("strong", "unread", fill(words.unread, { count: one.unread })));
    if (one.to_answer) marks.append(make("strong", "news", words.new_message));
    if (one.late) marks.append(make("strong", "late", words.late));
    if (one.promised) marks.append(make("span", "", fill(words.promised, { day: day(one.promised) })));
    for (const tag of one.tags) marks.append(make("span", "tag", tag));
    button.replaceChildren(about, preview, ...(marks.children.length ? [marks] : []));
  }

  #tick() {
    for (const made of document.querySelectorAll("time.waited")) {
      made.textContent = duration(made.dateTime);
    }
  }
}

function waited(iso) {
  const made = time(iso);
  made.className = "waited";
  made.title = made.textContent;
  made.textContent = duration(iso);
  return made;
}

function focusedCase() {
  const button = document.activeElement?.closest?.("button.case");
  if (!button) return null;
  const list = button.closest("ol");
  const place = [...list.children].indexOf(button.parentElement);
  return { conversation: button.dataset.conversation, list, place };
}

/** The focus goes with its conversation, else to the line that stands in its place now. */
function focusAgain({ conversation, list, place }) {
  const same = document.querySelector(`button.case[data-conversation="${CSS.escape(conversation)}"]`);
  const lines = list.querySelectorAll("button.case");
  const next = lines[Math.min(place, lines.length - 1)] ?? document.querySelector("button.case");
  (same ?? next)?.focus();
}
