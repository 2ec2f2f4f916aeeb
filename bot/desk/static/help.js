// What helps a lots to reply: canned replies under the reply; beside the conversation suggested
// answers, and what lotsar have done for this visitor before. Words are put in, never sent.

import { Canned } from "./canned.js";
import { fill, make, time } from "./elements.js";

/** The help of one conversation: `node` stands beside it, `canned` under its reply `text`. */
export class Help {
  #words;
  #outcomes;
  #call;
  #text;
  #likely;
  #seq = -1;
  #suggested = [];
  #canned;
  #answers = make("section", "suggested");
  #earlier = make("section", "earlier");

  /** `likely` is told which language the visitor's newest words read like. */
  constructor({ data, call, text, likely }) {
    this.#words = data.help;
    this.#outcomes = data.words;
    this.#call = call;
    this.#text = text;
    this.#likely = likely;
    this.#canned = new Canned({ words: data.help, text, insert: (words) => this.#insert(words) });
    this.canned = this.#canned.node;
    this.node = make("div", "help");
    this.node.append(this.#answers, this.#earlier);
    text.form.addEventListener("keydown", (event) => this.#key(event));
    this.#draw({ canned: [], suggested: [], earlier: [], reads_like: "" });
  }

  /** Fetches the help for a conversation whose newest event is `seq`. */
  async refresh(seq) {
    if (seq === this.#seq) return;
    this.#seq = seq;
    const { lang } = document.documentElement;
    const answer = await this.#call(`/help?language=${encodeURIComponent(lang)}`);
    const found = answer.ok ? await answer.json().catch(() => null) : null;
    if (seq !== this.#seq) return;
    if (found) this.#draw(found);
    else this.#seq = -1;
  }

  /** Whether this lots may write: else there is nothing to put words into. */
  mayWrite(may) {
    this.node.classList.toggle("read-only", !may);
  }

  /** After an erasure nothing of it may stay on the screen. */
  forget() {
    this.#draw({ canned: [], suggested: [], earlier: [], reads_like: "" });
  }

  #draw({ canned, suggested, earlier, reads_like: language }) {
    this.#suggested = suggested;
    this.#likely(language);
    this.#canned.show(canned);
    const items = make("ol");
    items.append(...suggested.map((one, place) => this.#suggestion(one, place)));
    this.#section(this.#answers, "suggested", items, make("p", "hint", this.#words.suggested_hint));
    const cases = make("ol");
    cases.append(...earlier.map((one) => this.#case(one)));
    this.#section(this.#earlier, "earlier", cases);
  }

  #section(section, name, list, ...more) {
    const title = make("h2", "", this.#words[name]);
    title.id = `${name}-title`;
    section.setAttribute("aria-labelledby", title.id);
    section.hidden = !list.children.length;
    const opened = [...section.querySelectorAll("details")].map((one) => one.open);
    const focused = [...section.querySelectorAll("button, summary")].indexOf(document.activeElement);
    section.replaceChildren(title, ...more, list);
    section.querySelectorAll("details").forEach((one, n) => (one.open = opened[n] ?? false));
    section.querySelectorAll("button, summary")[focused]?.focus();
  }

  #suggestion(one, place) {
    const item = make("li");
    const key = `Alt+${place + 1}`;
    const button = make("button", "", `${this.#words.insert} (${key})`);
    button.type = "button";
    button.setAttribute("aria-keyshortcuts", key);
    button.setAttribute("aria-label", `${this.#words.insert} (${key}): ${one.label}`);
    button.addEventListener("click", () => this.#insert(one.text));
    const text = make("p", "text", one.text);
    text.lang = one.language;
    item.append(make("h3", "", one.label), button, text);
    if (one.language !== document.documentElement.lang) {
      const own = make("details");
      own.append(make("summary", "", this.#words.own), make("p", "text", one.own));
      item.append(own);
    }
    return item;
  }

  #case(one) {
    const item = make("li");
    const how = this.#words[`ended_${one.reason}`];
    const outcome = this.#outcomes[`outcome_${one.outcome}`];
    const text = fill(how, { lots: one.lots }) + (outcome ? ` ${outcome}.` : "");
    item.append(time(one.began), " ", make("span", "", text));
    return item;
  }

  #key(event) {
    const place = ["Digit1", "Digit2", "Digit3"].indexOf(event.code);
    if (!event.altKey || event.ctrlKey || event.metaKey || !this.#suggested[place]) return;
    event.preventDefault();
    this.#insert(this.#suggested[place].text);
  }

  /** Puts words where the cursor is, as if typed: the draft is kept, and all can be changed. */
  #insert(words) {
    const text = this.#text;
    if (text.form.hidden || text.readOnly) return;
    const { selectionStart: start, selectionEnd: end, value } = text;
    const before = start && !/\s$/.test(value.slice(0, start)) ? "\n\n" : "";
    text.focus();
    text.setRangeText(before + words, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.scrollTop = text.scrollHeight;
  }
}
