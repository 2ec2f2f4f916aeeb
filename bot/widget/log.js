// @ts-check
/*
 * The list of messages: each event once, the visitor's own at once. Numbered messages stand in the
 * hub's order; those that the hub has not confirmed stand after them.
 */

import { element } from "./elements.js";
import { markUsed, messageElement } from "./messages.js";

/** @typedef {import("./outbox.js").Entry} Entry */

/** @type {Record<string, string>} */
const REFUSALS = {
  too_long: "error.too_long",
  too_many: "error.too_many",
  empty: "error.empty",
  unknown_button: "error.failed",
};
const FINAL = new Set(["too_long", "empty", "unknown_button", "invalid"]);

export class Log {
  /** @type {Map<string, HTMLElement>} the visitor's own messages by their id */
  #own = new Map();

  /** @param {import("./words.js").Words} words
   * @param {{press: (button: {title: string, payload: string}) => void,
   *   retry: (id: string) => void}} actions */
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    const live = { "aria-live": "off", "aria-relevant": "additions" };
    this.node = element("div", { role: "log", className: "log", ...live });
    words.say(this.node, "widget.title", {}, "aria-label");
  }

  /** Whether new messages are read aloud; history is not. @param {boolean} aloud */
  set aloud(aloud) {
    this.node.setAttribute("aria-live", aloud ? "polite" : "off");
  }

  get empty() {
    return !this.node.childElementCount;
  }

  clear() {
    this.node.replaceChildren();
    this.#own.clear();
  }

  /** Shows a message of the hub's log; the one that was shown as being sent is settled.
   * @param {any} message @returns {HTMLElement | null} what was added, if anything was */
  show(message) {
    const own = message.id && this.#own.get(message.id);
    const node = own || messageElement(message, this.words, this.actions);
    node.dataset.seq = message.seq;
    if (message.from === "visitor") this.#markChoice(message.text);
    if (own) this.#settle(own);
    else this.node.insertBefore(node, this.#firstPending());
    if (message.id) this.#own.set(message.id, node);
    return own ? null : node;
  }

  /** What a notice offered counts no more: another speaks now. */
  expire() {
    for (const group of this.node.querySelectorAll(".notice .choices")) markUsed(group, "");
  }

  /** Shows a message that is on its way. @param {Entry} entry */
  write(entry) {
    if (this.#own.has(entry.id)) return;
    const message = { ...entry, from: "visitor", language: "" };
    const node = messageElement(message, this.words, this.actions);
    node.dataset.pending = entry.id;
    this.#own.set(entry.id, node);
    this.node.append(node);
    if (entry.state === "failed") this.fail(entry, entry.code ?? "", entry.detail ?? "");
    else this.#fate(node, this.words.say(element("span"), "widget.sending"));
  }

  /** The hub has it: only its number is still to come. @param {string} id */
  sent(id) {
    this.#own.get(id)?.querySelector(".fate")?.remove();
  }

  /** Says why a message was not taken, and lets the visitor try again where that may help.
   * @param {Entry} entry @param {string} code @param {string} detail the hub's words */
  fail(entry, code, detail) {
    const node = this.#own.get(entry.id);
    if (!node) return;
    const limit = detail.match(/\d+/)?.[0] ?? "";
    const why = this.words.say(element("span"), REFUSALS[code] ?? "error.not_sent", { limit });
    const again = this.words.say(element("button", { type: "button" }), "widget.retry");
    again.addEventListener("click", () => {
      this.#fate(node, this.words.say(element("span"), "widget.sending"));
      this.actions.retry(entry.id);
    });
    this.#fate(node, why, ...(FINAL.has(code) ? [] : [again]));
    node.classList.add("failed");
  }

  /** @param {HTMLElement} node @param {...Node} what */
  #fate(node, ...what) {
    node.classList.remove("failed");
    node.querySelector(".fate")?.remove();
    node.append(element("p", { className: "fate" }, ...what));
  }

  /** @param {HTMLElement} node */
  #settle(node) {
    const first = this.#firstPending();
    if (first && first !== node && node.dataset.pending) this.node.insertBefore(node, first);
    delete node.dataset.pending;
    node.classList.remove("failed");
    node.querySelector(".fate")?.remove();
  }

  /** @returns {Element | null} */
  #firstPending() {
    return this.node.querySelector(":scope > [data-pending]");
  }

  /** Buttons that were used before a reload stay used. @param {string} text what the visitor said */
  #markChoice(text) {
    const groups = [...this.node.querySelectorAll(".choices")].reverse();
    const used = groups.find((group) => [...group.children].some((one) => one.textContent === text));
    if (used) markUsed(used, text);
  }
}
