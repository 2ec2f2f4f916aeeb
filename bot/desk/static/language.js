// In which language the visitor writes: what was read of it since a message was drawn, and a lots
// who says it herself, when the assistant has read no word.

import { fill, make } from "./elements.js";

/** Puts the languages (by seq) in which messages were read on the events and on their lines. */
export function readAs(languages, events, lines) {
  for (const [seq, language] of Object.entries(languages)) {
    const event = events.get(Number(seq));
    if (event) event.language = language;
    const text = lines.get(Number(seq))?.querySelector(":scope > .text");
    if (text) text.lang = language;
  }
}

/** The choice of one conversation, as `node`. */
export class Language {
  #words;
  #lotsId;
  #call;
  #refresh;
  #busy = false;
  #case = null;
  #likely = "";
  #select = make("select");
  #told = make("p", "told");
  #hint = make("p", "hint");

  /** `call` asks the conversation's API; `refresh` fetches what came of it. */
  constructor({ data, call, refresh }) {
    this.#words = data.words;
    this.#lotsId = data.lots_id;
    this.#call = call;
    this.#refresh = refresh;
    this.node = this.#frame();
  }

  /** Shows the language that the case has now, to those who may say another. */
  show(one, erased) {
    this.#case = one;
    const may = { waiting: true, message_left: true, lots: one.lots_id === this.#lotsId };
    this.node.hidden = erased || !may[one.owner];
    if (!this.#busy) this.#select.value = one.language;
    this.#suggest();
  }

  /** What the newest words read like, "" when nobody has read them. */
  likely(language) {
    this.#likely = language;
    this.#suggest();
  }

  #suggest() {
    const name = this.#words[`language_${this.#likely}`];
    const other = name && this.#likely !== this.#case?.language;
    const text = other ? fill(this.#words.reads_like, { name }) : "";
    if (this.#hint.textContent !== text) this.#hint.textContent = text;
  }

  async #say() {
    if (this.#busy) return;
    this.#busy = true;
    const answer = await this.#call("/language", { language: this.#select.value });
    const { failed, not_yours: taken, reconnecting } = this.#words;
    const problem = { 0: reconnecting, 409: taken }[answer.status] ?? failed;
    this.#told.textContent = answer.ok ? "" : problem;
    this.#busy = false;
    await this.#refresh();
    this.#select.value = this.#case.language;
  }

  #frame() {
    const node = make("div", "visitors-language");
    const label = make("label", "", this.#words.writes_in);
    label.htmlFor = this.#select.id = "visitors-language";
    this.#hint.id = "reads-like";
    this.#select.setAttribute("aria-describedby", this.#hint.id);
    const tags = Object.keys(this.#words).flatMap((key) => key.match(/^language_([a-z]{2})$/)?.[1] ?? []);
    this.#select.append(...tags.map((tag) => new Option(this.#words[`language_${tag}`], tag)));
    this.#select.addEventListener("change", () => this.#say());
    this.#told.setAttribute("role", "status");
    node.append(label, this.#select, this.#hint, this.#told);
    node.hidden = true;
    return node;
  }
}
