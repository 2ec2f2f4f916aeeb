// The form in which a lots writes: the draft survives a reload, and nothing is sent twice.

import { draftOf, keepDraft } from "./drafts.js";
import { make } from "./elements.js";

/** The reply to one conversation; `send` takes {id, text} and says whether it is stored. */
export class Reply {
  #conversation;
  #words;
  #send;
  #button;

  form = make("form", "reply");
  text = make("textarea");

  constructor(conversation, { data, send }) {
    this.#conversation = conversation;
    this.#words = data.words;
    this.#send = send;
    this.#button = make("button", "primary", data.words.send);
    this.#build();
  }

  /** While something else is done, nothing can be sent. */
  setBusy(busy) {
    this.#button.disabled = busy;
  }

  async #submit() {
    const { text } = this;
    const typed = text.value.trim();
    if (!typed || this.#button.disabled) return;
    // the same words keep their id, so that trying again after a lost answer sends them once
    if (text.dataset.sent !== typed) Object.assign(text.dataset, { sent: typed, id: freshId() });
    text.readOnly = true;
    if (await this.#send({ id: text.dataset.id, text: typed })) this.#empty();
    text.readOnly = false;
    if (!this.form.hidden) text.focus();
  }

  #empty() {
    this.text.value = "";
    delete this.text.dataset.sent;
    keepDraft(this.#conversation, "");
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
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submit();
    });
  }
}

/** An id for a message; crypto.randomUUID is missing where the desk is not on https. */
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
