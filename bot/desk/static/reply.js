// The form in which a lots writes: the draft survives a reload, and nothing is sent twice.

import { draftOf, keepDraft } from "./drafts.js";
import { make } from "./elements.js";
import { TwoTexts } from "./two_texts.js";

/** The reply to one conversation; `send` takes {id, text, …} and says whether it is stored. */
export class Reply {
  #conversation;
  #words;
  #send;
  #button;
  #second;

  form = make("form", "reply");
  text = make("textarea");

  constructor(conversation, { data, call, send }) {
    this.#conversation = conversation;
    this.#words = data.words;
    this.#send = send;
    this.#button = make("button", "primary", data.words.send);
    this.#build();
    this.#second = new TwoTexts(conversation, { data, call, text: this.text });
    this.text.after(this.#second.node);
    this.#second.text.addEventListener("keydown", (event) => this.#key(event));
  }

  /** While something else is done, nothing can be sent. */
  setBusy(busy) {
    this.#button.disabled = busy;
  }

  /** Which language the visitor reads now. */
  reads(language) {
    this.#second.reads(language);
  }

  /** After an erasure nothing of it may stay. */
  forget() {
    this.#empty();
  }

  async #submit() {
    const { text } = this;
    const typed = text.value.trim();
    if (!typed || this.#button.disabled) return;
    const said = this.#second.sendable(typed);
    if (!said) return;
    const words = JSON.stringify(said);
    // the same words keep their id, so that trying again after a lost answer sends them once
    if (text.dataset.sent !== words) Object.assign(text.dataset, { sent: words, id: freshId() });
    text.readOnly = this.#second.readOnly = true;
    if (await this.#send({ id: text.dataset.id, ...said })) this.#empty();
    text.readOnly = this.#second.readOnly = false;
    if (!this.form.hidden) text.focus();
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submit();
  }

  #empty() {
    this.text.value = "";
    delete this.text.dataset.sent;
    keepDraft(this.#conversation, "");
    this.#second.empty();
  }

  #build() {
    const { form, text } = this;
    form.hidden = true;
    const label = make("label", "", this.#words.reply);
    label.htmlFor = "reply";
    const placeholder = this.#words.draft_hint;
    Object.assign(text, { id: "reply", rows: 3, maxLength: 4000, placeholder });
    text.setAttribute("aria-describedby", "send-hint");
    text.value = draftOf(this.#conversation);
    const hint = make("p", "hint", this.#words.send_hint);
    hint.id = "send-hint";
    form.append(label, text, hint, this.#button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    text.addEventListener("input", () => keepDraft(this.#conversation, text.value));
    text.addEventListener("keydown", (event) => this.#key(event));
  }
}

/** An id for a message; crypto.randomUUID is missing where the desk is not on https. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
