// @ts-check
/*
 * The messages: each rendered as an element, all in one list. Whatever a message says is text: nothing
 * here reads it as markup.
 */

import { ICONS, element, icon } from "./elements.js";
import { HOPELESS } from "./outbox.js";

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

/** @typedef {import("./outbox.js").Entry} Entry */

/** @type {Record<string, string>} */
const REFUSALS = {
  too_long: "error.too_long",
  too_many: "error.too_many",
  empty: "error.empty",
  unknown_button: "error.failed",
};

/**
 * The list of messages: each event once, the visitor's own at once. Numbered messages stand in the
 * hub's order; those that the hub has not confirmed stand after them.
 */
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
    this.#fate(node, why, ...(HOPELESS.has(code) ? [] : [again]));
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

/** A message of the log as an element; `actions.press` is called when one of its buttons is used.
 * @param {any} message the event
 * @param {import("./words.js").Words} words
 * @param {{press: (button: {title: string, payload: string}) => void}} actions */
function messageElement(message, words, actions) {
  const node = element("div", { className: `message ${message.from}` });
  const body = element("div", { className: "body", lang: message.language });
  body.append(...paragraphs(message.text, message.from !== "visitor"));
  node.append(heading(message, words), body);
  if (message.translated_by) node.append(translation(message, words));
  if (message.listings?.length) body.append(listings(message.listings, message.language, words));
  if (message.sources?.length) body.append(sources(message.sources, words));
  if (message.buttons?.length) node.append(choices(message, actions));
  return node;
}

/** Who says it, and when. @param {any} message @param {import("./words.js").Words} words */
function heading({ from, lots, at }, words) {
  const who = words.say(element("span", { className: "who" }), WHO[from] ?? WHO.notice);
  const time = element("time", { dateTime: at }, words.time(at));
  const name = lots ? [element("b", {}, lots), " "] : [];
  return element("p", { className: "heading" }, ...name, who, " ", time);
}

/** @type {Record<string, string>} */
const WHO = {
  visitor: "widget.you",
  assistant: "widget.assistant",
  lots: "widget.lots",
  notice: "widget.notice",
};

/** @param {string} text @param {boolean} links whether web addresses become links */
function paragraphs(text, links) {
  return text.split(/\n{2,}/).map((part) => {
    const paragraph = element("p", { dir: "auto" });
    paragraph.append(...(links ? linked(part) : [part]));
    return paragraph;
  });
}

/** @param {string} text */
function linked(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(from, found.index), element("a", { href: found[0], target: "_blank", rel: "noopener" }, found[0]));
    from = found.index + found[0].length;
  }
  return [...nodes, text.slice(from)];
}

/** Who translated a message, from what, and what the lots wrote.
 * @param {any} message @param {import("./words.js").Words} words */
function translation(message, words) {
  const label = element("p", { className: "by-machine" });
  words.say(label, ...translatedBy(message));
  const summary = words.say(element("summary"), "widget.original");
  const original = element("p", { lang: message.original_language, dir: "auto" }, message.original);
  return element("div", { className: "translated" }, label, element("details", {}, summary, original));
}

/** The phrase that says so, with what fills it.
 * @param {any} message @returns {[string, {service: string}]} */
export function translatedBy({ original_language, translated_by }) {
  return [`widget.translated_${original_language}`, { service: translated_by }];
}

/** Job adverts: headlines are Swedish whatever the language, the rest is in the message's.
 * @param {any[]} list @param {string} language @param {import("./words.js").Words} words */
function listings(list, language, words) {
  const items = list.map(({ headline, url, details }) => {
    const title = element("span", { lang: "sv" }, headline);
    const item = element("li", {}, webLink(title, url, words));
    if (language !== "sv") item.append(" (", words.say(element("span"), "jobs.swedish_text"), ")");
    item.append(element("p", {}, details));
    return item;
  });
  return element("ul", {}, ...items);
}

/** Where an answer comes from. @param {any[]} list @param {import("./words.js").Words} words */
function sources(list, words) {
  const items = list.map(({ title, url, checked }) => {
    const item = element("li", {}, webLink(title, url, words));
    if (checked) {
      const date = () => words.date(checked);
      item.append(" ", words.say(element("span", { className: "checked" }), "widget.checked", { date }));
    }
    return item;
  });
  const label = words.say(element("span", { className: "label" }), "widget.sources");
  return element("div", { className: "sources" }, label, element("ul", {}, ...items));
}

/** A link that opens beside; the title alone when it leads to no web address.
 * @param {string | Node} title @param {string} url @param {import("./words.js").Words} words */
function webLink(title, url, words) {
  if (!/^https?:\/\//i.test(url)) return title;
  const hint = words.say(element("span"), "widget.new_tab");
  const link = { href: url, target: "_blank", rel: "noopener" };
  return element("a", link, title, icon(ICONS.outside), element("span", { className: "unseen" }, " ", hint));
}

/** The buttons of a message; after one is used, none of them can be.
 * @param {any} message @param {{press: (button: {title: string, payload: string}) => void}} actions */
function choices({ buttons, language }, actions) {
  const group = element("div", { className: "choices", lang: language });
  for (const button of buttons) {
    const node = element("button", { type: "button", dir: "auto" }, button.title);
    node.classList.toggle("quiet", !!button.quiet);
    node.addEventListener("click", () => {
      if (node.getAttribute("aria-disabled") === "true") return;
      markUsed(group, button.title);
      actions.press(button);
    });
    group.append(node);
  }
  return group;
}

/** Shows that one of the buttons was chosen; they keep the focus, but do nothing more.
 * @param {Element} group @param {string} title */
function markUsed(group, title) {
  for (const node of group.querySelectorAll("button")) {
    node.setAttribute("aria-disabled", "true");
    if (node.textContent === title) node.classList.add("chosen");
  }
}
