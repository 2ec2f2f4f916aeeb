// The translation of a reply beside what the lots wrote: read, changed, and sent with the original.
// One that no longer belongs to the words above it is marked and cannot be sent.

import { draftOf, keepDraft } from "./drafts.js";
import { fill, make } from "./elements.js";
import { failureText } from "./translating.js";

/** The second text of one conversation's reply `text`; `call` asks the conversation's API. */
export class TwoTexts {
  #draft;
  #words;
  #service;
  #call;
  #first;
  #language = "";
  /** What was translated, from and into which language, and by whom; null while there is none. */
  #made = null;
  #busy = false;
  #told = make("p", "told");
  #warning = make("p", "told");
  #ask = make("button");
  #remove;
  #part = make("div", "second");

  node = make("div", "two-texts");
  text = make("textarea");

  constructor(conversation, { data, call, text }) {
    this.#draft = `${conversation}-translation`;
    this.#words = data.words;
    this.#service = data.translation;
    this.#call = call;
    this.#first = text;
    this.#remove = make("button", "", this.#words.translation_remove);
    this.#build();
    this.#restore();
  }

  /** Which language the visitor reads now. */
  reads(language) {
    if (language === this.#language) return;
    this.#language = language;
    const name = this.#words[`language_${language}`] ?? language;
    this.#ask.textContent = fill(this.#words.translate_draft, { name });
    this.node.hidden = !this.#service || (language === own() && !this.#made);
    this.#ask.hidden = language === own();
    this.#show();
  }

  /** What is sent for `typed`: {text} alone, or the translation with its original; null while the
   * translation belongs to other words. */
  sendable(typed) {
    if (!this.#made) return { text: typed };
    if (this.#stale) {
      (this.#ask.hidden ? this.#remove : this.#ask).focus();
      return null;
    }
    const { from, to, by } = this.#made;
    const text = this.text.value.trim();
    return { text, original: typed, original_language: from, translated_into: to, translated_by: by };
  }

  /** After sending, and after an erasure. */
  empty() {
    this.#made = null;
    this.text.value = "";
    this.#told.textContent = "";
    this.#keep();
    this.#show();
  }

  set readOnly(readOnly) {
    this.text.readOnly = readOnly;
  }

  get #stale() {
    const { source, to } = this.#made;
    return source !== this.#first.value.trim() || to !== this.#language || !this.text.value.trim();
  }

  async #translate() {
    const typed = this.#first.value.trim();
    if (!typed) this.#first.focus();
    if (!typed || this.#busy) return;
    this.#busy = true;
    this.#told.textContent = this.#words.translating;
    const answer = await this.#call("/translate-draft", { text: typed, language: own() });
    const made = answer.ok ? await answer.json().catch(() => null) : null;
    this.#busy = false;
    if (!made) {
      this.#told.textContent = await failureText(answer, this.#words);
      return;
    }
    this.#made = { source: typed, from: own(), to: made.language, by: made.by };
    this.text.value = made.text;
    this.#told.textContent = this.#words.translation_made;
    this.#keep();
    this.#show();
    this.text.focus();
    this.text.setSelectionRange(0, 0);
  }

  #show() {
    const { text } = this;
    this.#part.hidden = !this.#made;
    if (!this.#made) return;
    text.lang = this.#made.to;
    const stale = this.#stale;
    this.#part.classList.toggle("stale", stale);
    text.setAttribute("aria-invalid", String(stale));
    if (stale) this.#told.textContent = "";
    const warning = stale ? this.#words.translation_stale : "";
    if (this.#warning.textContent !== warning) this.#warning.textContent = warning;
  }

  #keep() {
    keepDraft(this.#draft, this.#made ? JSON.stringify({ ...this.#made, text: this.text.value }) : "");
  }

  #restore() {
    const kept = this.#service && draftOf(this.#draft);
    if (!kept) return;
    const { text, ...made } = JSON.parse(kept);
    this.#made = made;
    this.text.value = text;
  }

  #discard() {
    this.empty();
    this.#first.focus();
  }

  #build() {
    const { node, text } = this;
    const label = make("label", "", fill(this.#words.translation, { service: this.#service }));
    const hint = make("p", "hint", this.#words.translation_hint);
    Object.assign(text, { id: "reply-translation", rows: 3, maxLength: 4000, dir: "auto" });
    label.htmlFor = text.id;
    hint.id = "translation-hint";
    this.#warning.id = "translation-warning";
    this.#told.setAttribute("role", "status");
    this.#warning.setAttribute("role", "alert");
    text.setAttribute("aria-describedby", `${hint.id} ${this.#warning.id}`);
    this.#ask.type = this.#remove.type = "button";
    this.#ask.addEventListener("click", () => this.#translate());
    this.#remove.addEventListener("click", () => this.#discard());
    this.#first.addEventListener("input", () => this.#show());
    text.addEventListener("input", () => {
      this.#keep();
      this.#show();
    });
    this.#part.append(label, text, this.#warning, hint, this.#remove);
    this.#part.hidden = node.hidden = true;
    node.append(this.#ask, this.#told, this.#part);
  }
}

/** The language in which this lots writes. */
function own() {
  return document.documentElement.lang;
}
