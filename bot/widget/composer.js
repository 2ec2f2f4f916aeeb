// @ts-check
/* Where the visitor writes. */

import { ICONS, element, icon } from "./elements.js";

const COUNT_FROM = 200; // characters left when the counter appears

/** @typedef {object} ComposerActions
 * @property {(text: string) => void} send
 * @property {(key: string, limit: number) => void} refuse why it cannot be sent, as a phrase */

export class Composer {
  limit = 2000;

  /** @param {import("./words.js").Words} words @param {ComposerActions} actions */
  constructor(words, actions) {
    this.actions = actions;
    this.input = element("textarea", { id: "input", rows: 1, dir: "auto", enterKeyHint: "send" });
    this.input.setAttribute("aria-describedby", "status problem");
    words.say(this.input, "widget.input", {}, "placeholder");
    const label = element("label", { htmlFor: "input", className: "unseen" });
    words.say(label, "widget.input");
    this.count = element("span", { className: "count", hidden: true });
    const send = element("button", { type: "submit", className: "send" }, icon(ICONS.send));
    words.say(send, "widget.send", {}, "aria-label");
    this.node = element("form", { className: "composer" }, label, this.input, this.count, send);
    this.#listen();
  }

  /** Puts back what could not be sent, unless the visitor writes something else already.
   * @param {string} text */
  putBack(text) {
    if (!this.input.value) this.input.value = text;
    this.#measure();
  }

  #listen() {
    this.input.addEventListener("input", () => this.#measure());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.node.requestSubmit();
    });
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  #submit() {
    const text = this.input.value.trim();
    const problem = text ? length(text) > this.limit && "error.too_long" : "error.empty";
    if (problem) {
      this.input.setAttribute("aria-invalid", "true");
      this.actions.refuse(problem, this.limit);
      this.input.focus();
      return;
    }
    this.input.value = "";
    this.#measure();
    this.actions.send(text);
  }

  #measure() {
    const used = length(this.input.value.trim());
    this.input.removeAttribute("aria-invalid");
    this.count.hidden = used <= this.limit - COUNT_FROM;
    this.count.textContent = `${used} / ${this.limit}`;
    this.count.classList.toggle("over", used > this.limit);
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${this.input.scrollHeight + 2}px`;
  }
}

/** Characters as the hub counts them: an emoji is one. @param {string} text */
function length(text) {
  return [...text].length;
}
