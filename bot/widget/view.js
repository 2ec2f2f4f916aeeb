// @ts-check
/*
 * The room between head and composer: the first words, the log, and below it what is not a message:
 * that somebody writes, whether it helped, what is wrong with the connection.
 */

import { element } from "./elements.js";

const TYPING_MS = 15_000;
const NEAR_END_PX = 120;

/** @typedef {object} ViewActions
 * @property {(text: string) => void} suggest
 * @property {(about: number, helpful: boolean) => void} feedback
 * @property {() => void} forget
 * @property {() => void} stay where the focus goes when a question is gone */

export class View {
  #timer = 0;

  /** @param {import("./words.js").Words} words @param {import("./messages.js").Log} log
   * @param {ViewActions} actions */
  constructor(words, log, actions) {
    this.words = words;
    this.actions = actions;
    this.log = log;
    this.suggestions = element("div", { className: "choices suggestions", role: "group" });
    words.say(this.suggestions, "widget.suggestions", {}, "aria-label");
    this.typing = element("p", { className: "typing", role: "status" });
    this.verdict = element("div", { className: "verdict", role: "group", hidden: true });
    const intro = words.say(element("p", { id: "intro" }), "widget.intro");
    this.intro = element("div", { className: "intro" }, intro, this.suggestions);
    this.scroller = element("div", { className: "scroller", tabIndex: 0, role: "group" });
    words.say(this.scroller, "widget.title", {}, "aria-label");
    this.scroller.append(this.intro, log.node, this.verdict, this.typing);
    this.confirm = this.#confirmation();
    this.problem = element("p", { id: "problem", className: "problem", role: "status" });
  }

  /** Offers the first questions, in the language in use, until something was said. */
  refresh() {
    const hidden = !this.log.empty;
    this.suggestions.hidden = hidden;
    if (hidden) return;
    const texts = this.words.keys("widget", "suggest_").map((key) => this.words.phrase(key));
    const buttons = texts.map((text) => {
      const button = element("button", { type: "button" }, text);
      button.addEventListener("click", () => this.actions.suggest(text));
      return button;
    });
    this.suggestions.replaceChildren(...buttons);
  }

  /** Shows that the assistant writes, until it has written or it takes too long. */
  startTyping() {
    this.stopTyping();
    const dots = element("span", { className: "dots", "aria-hidden": "true" });
    dots.append(element("i"), element("i"), element("i"));
    const text = this.words.say(element("span", { className: "unseen" }), "widget.typing");
    this.typing.append(dots, text);
    this.#timer = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    clearTimeout(this.#timer);
    this.typing.replaceChildren();
  }

  /** Asks whether an answer helped; null asks nothing. @param {number | null} about */
  askVerdict(about) {
    this.verdict.hidden = about === null;
    if (about === null) return;
    this.words.say(this.verdict, "widget.helpful", {}, "aria-label");
    const question = this.words.say(element("span", {}), "widget.helpful");
    this.verdict.replaceChildren(question, this.#verdict(about, true), this.#verdict(about, false));
  }

  /** Thanks for the verdict. */
  thank() {
    const thanks = this.words.say(element("span"), "widget.helpful_thanks");
    if (!this.verdict.hidden) this.verdict.replaceChildren(thanks);
  }

  /** Says what is wrong, or nothing. @param {string} [key] @param {import("./words.js").Values} [values] */
  complain(key, values) {
    if (key) this.words.say(this.problem, key, values);
    else this.words.hush(this.problem);
  }

  /** Runs `change` and keeps what is new in sight: the end, or the beginning of a long message.
   * @param {() => HTMLElement | null | void} change gives what was added @param {boolean} [always] */
  following(change, always = false) {
    const box = this.#scrolling();
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    const added = change();
    if (!always && left > NEAR_END_PX) return;
    if (!added) box.scrollTop = box.scrollHeight;
    else box.scrollTop += added.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
  }

  /** What scrolls: this room, or the whole panel where the screen is very low. */
  #scrolling() {
    const low = getComputedStyle(this.scroller).overflowY === "visible";
    return low ? /** @type {HTMLElement} */ (this.scroller.parentElement) : this.scroller;
  }

  /** Asks, or stops asking, whether to delete. @param {boolean} ask
   * @returns {boolean} whether that changed anything */
  askToForget(ask) {
    if (this.confirm.hidden === !ask) return false;
    this.confirm.hidden = !ask;
    if (ask) /** @type {HTMLElement} */ (this.confirm.lastElementChild).focus();
    else this.actions.stay();
    return true;
  }

  #confirmation() {
    const question = this.words.say(element("p", { id: "confirm" }), "widget.forget_confirm");
    const yes = this.words.say(element("button", { type: "button", className: "danger" }), "buttons.forget_yes");
    const no = this.words.say(element("button", { type: "button" }), "buttons.forget_no");
    for (const button of [yes, no]) button.addEventListener("click", () => this.askToForget(false));
    yes.addEventListener("click", this.actions.forget);
    const about = { role: "group", "aria-labelledby": "confirm" };
    return element("div", { className: "confirm", hidden: true, ...about }, question, yes, no);
  }

  /** @param {number} about @param {boolean} helpful */
  #verdict(about, helpful) {
    const key = helpful ? "widget.helpful_yes" : "widget.helpful_no";
    const button = this.words.say(element("button", { type: "button" }), key);
    button.addEventListener("click", () => this.actions.feedback(about, helpful));
    return button;
  }
}
