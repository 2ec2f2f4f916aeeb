// Machine translation of what stands in the log: under each message its translation, labelled and
// in its own language; the original stays first. Nothing leaves until a lots switches it on.

import { draftOf, keepDraft } from "./drafts.js";
import { fill, make } from "./elements.js";

const AT_ONCE = 50;
const REASONS = ["away", "key", "quota", "too_long", "language"];

/** The words for a failed translation, from the reply of the desk's API. */
export async function failureText(answer, words) {
  const refused = [422, 503].includes(answer.status);
  const told = refused ? await answer.json().catch(() => null) : null;
  if (told?.error?.code === "erasure_asked") return words.translation_erasure;
  const reason = told?.error?.message;
  return words[`translation_${REASONS.includes(reason) ? reason : "away"}`];
}

/** What a lots wrote before a machine translated it, to stand under the message. */
export function originalOf(event, { words }) {
  const label = fill(words.translated_sent, { service: event.translated_by });
  return labelled("original", label, event.original, event.original_language);
}

/** The translations of one conversation's log; `node` is the switch above it. */
export class Translating {
  #data;
  #call;
  #refresh;
  #key;
  #box = make("input");
  #all;
  #told = make("p", "told");
  #again;
  #asked = new Set();
  #busy = false;
  #events = new Map();

  /** `call` asks the conversation's API; `refresh` fetches what came of it. */
  constructor(conversation, { data, call, refresh }) {
    this.#data = data;
    this.#call = call;
    this.#refresh = refresh;
    this.#key = `translate-${conversation}`; // the next who signs in here chooses anew
    this.#all = this.#button("translate_all", () => this.#translate(this.#foreign(() => true)));
    this.#again = this.#button("translate_again", () => this.#retry());
    this.node = this.#frame();
  }

  /** Shows the translations that are there, and asks for what is new when it is switched on. */
  show(events, lines) {
    this.#events = events;
    for (const event of events.values()) {
      const line = lines.get(event.about);
      if (event.type !== "translated" || event.language !== own() || !line) continue;
      if (!line.querySelector(".translation")) line.append(this.#translation(event));
    }
    const erased = [...events.values()].some((event) => event.state === "erased");
    if (erased) keepDraft(this.#key, "");
    const foreign = this.#foreign(() => true);
    const there = [...events.values()].some((event) => event.type === "translated");
    this.node.hidden = erased || !this.#data.translation || !(foreign.length || there);
    this.#all.hidden = !this.#box.checked || !this.#foreign(({ from }) => from !== "visitor").length;
    if (!this.node.hidden) this.#newest();
  }

  /** Asks for the visitor's messages that nobody has asked for yet. */
  #newest() {
    if (!this.#box.checked || this.#busy || !this.#again.hidden) return;
    const fresh = this.#foreign(({ from, seq }) => from === "visitor" && !this.#asked.has(seq));
    if (fresh.length) this.#translate(fresh);
  }

  /** The numbers of messages in another language that have no translation yet, newest last. */
  #foreign(wanted) {
    const events = [...this.#events.values()];
    const done = new Set(
      events.filter((one) => one.type === "translated" && one.language === own()).map((one) => one.about),
    );
    const messages = events.filter(
      (one) => one.type === "message" && one.text && one.language && one.language !== own() && !one.translated_by,
    );
    return messages.filter((one) => !done.has(one.seq) && wanted(one)).map((one) => one.seq);
  }

  async #translate(seqs) {
    if (this.#busy) return;
    this.#busy = true;
    this.#tell(this.#data.words.translating);
    const some = seqs.slice(-AT_ONCE);
    for (const seq of some) this.#asked.add(seq);
    const answer = await this.#call("/translate", { seqs: some, language: own() });
    this.#tell(answer.ok ? "" : await failureText(answer, this.#data.words), !answer.ok);
    this.#busy = false;
    if (answer.ok) await this.#refresh();
  }

  #retry() {
    const hadFocus = document.activeElement === this.#again;
    this.#asked.clear();
    this.#again.hidden = true;
    if (hadFocus) this.#box.focus();
    this.#newest();
  }

  #tell(text, failed = false) {
    this.#told.textContent = text;
    this.#again.hidden = !failed;
  }

  #translation({ text, language, by }) {
    return labelled("translation", fill(this.#data.words.translated_by, { service: by }), text, language);
  }

  #switch() {
    keepDraft(this.#key, this.#box.checked ? "on" : "");
    this.#tell("");
    this.#all.hidden = !this.#box.checked || !this.#foreign(({ from }) => from !== "visitor").length;
    this.#newest();
  }

  #button(name, work) {
    const button = make("button", "", this.#data.words[name]);
    Object.assign(button, { type: "button", hidden: true });
    button.addEventListener("click", work);
    return button;
  }

  #frame() {
    const { words, translation } = this.#data;
    const node = make("div", "translate");
    const label = make("label");
    const hint = make("p", "hint", fill(words.translate_hint, { service: translation }));
    hint.id = "translate-hint";
    this.#box.type = "checkbox";
    this.#box.checked = draftOf(this.#key) === "on";
    this.#box.setAttribute("aria-describedby", hint.id);
    this.#box.addEventListener("change", () => this.#switch());
    this.#told.setAttribute("role", "status");
    label.append(this.#box, ` ${words.translate_case}`);
    node.append(label, this.#all, this.#told, this.#again, hint);
    node.hidden = true;
    return node;
  }
}

/** A text with the label that says what it is. */
function labelled(look, label, text, language) {
  const node = make("div", look);
  const words = make("p", "text", text);
  words.lang = language;
  words.dir = "auto";
  node.append(make("p", "state", label), words);
  return node;
}

/** The language in which this lots reads. */
function own() {
  return document.documentElement.lang;
}
