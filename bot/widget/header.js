// @ts-check
/* The panel's head: who answers, the language, the menu, the way out. */

import { ICONS, element, icon } from "./elements.js";

/** @typedef {object} HeaderActions
 * @property {() => void} close
 * @property {(language: string) => void} language
 * @property {() => void} person
 * @property {() => void} back
 * @property {() => void} save
 * @property {() => void} forget */

export class Header {
  /** @param {import("./words.js").Words} words @param {Element} mark @param {HeaderActions} actions */
  constructor(words, mark, actions) {
    this.words = words;
    this.actions = actions;
    this.title = words.say(element("h2", { id: "title", tabIndex: -1 }), "widget.title");
    this.status = element("p", { id: "status", className: "status" });
    this.person = this.#button("widget.talk_to_lots", actions.person);
    this.back = this.#button("buttons.cancel_wait", actions.back);
    this.languages = this.#languages();
    this.menuPerson = this.#item("widget.talk_to_lots", actions.person);
    this.save = this.#item("widget.transcript", actions.save);
    this.forget = this.#item("widget.forget", actions.forget);
    this.items = element("div", { id: "menu", className: "items", hidden: true });
    this.items.append(this.menuPerson, this.save, this.forget);
    this.menu = this.#menu();
    const bar = element("div", { className: "bar" }, mark, this.title, this.languages, this.menu, this.#close());
    const who = element("div", { className: "owner" }, this.status, this.person, this.back);
    this.node = element("header", {}, bar, who);
  }

  /** Says who answers, and offers what can be done about it.
   * @param {{owner: string, lots: string}} state @param {boolean} begun */
  show({ owner, lots }, begun) {
    this.node.dataset.owner = owner;
    this.words.say(this.status, `widget.with_${owner}`, { lots });
    this.person.hidden = owner === "waiting" || owner === "lots";
    this.menuPerson.hidden = this.person.hidden;
    this.back.hidden = owner !== "waiting";
    this.save.hidden = this.forget.hidden = !begun;
  }

  /** Lists the languages, with the one in use chosen. */
  showLanguages() {
    const { language, languages } = this.words;
    const options = Object.entries(languages).map(([tag, name]) =>
      element("option", { value: tag, lang: tag, selected: tag === language }, name),
    );
    this.languages.replaceChildren(...options);
  }

  /** Closes the menu. @returns {boolean} whether it was open */
  closeMenu() {
    const toggle = /** @type {HTMLElement} */ (this.menu.firstElementChild);
    if (this.items.hidden) return false;
    const inside = this.items.contains(/** @type {ShadowRoot} */ (this.node.getRootNode()).activeElement);
    this.items.hidden = true;
    toggle.setAttribute("aria-expanded", "false");
    if (inside) toggle.focus();
    return true;
  }

  /** @param {string} key @param {() => void} act */
  #button(key, act) {
    const button = this.words.say(element("button", { type: "button", hidden: true }), key);
    button.addEventListener("click", act);
    return button;
  }

  #languages() {
    const select = element("select", {});
    this.words.say(select, "widget.language", {}, "aria-label");
    select.addEventListener("change", () => this.actions.language(select.value));
    return select;
  }

  #menu() {
    const state = { "aria-expanded": "false", "aria-controls": "menu" };
    const toggle = element("button", { type: "button", className: "round", ...state }, icon(ICONS.menu));
    this.words.say(toggle, "widget.menu", {}, "aria-label");
    toggle.addEventListener("click", () => {
      if (this.closeMenu()) return;
      this.items.hidden = false;
      toggle.setAttribute("aria-expanded", "true");
    });
    const menu = element("div", { className: "menu" }, toggle, this.items);
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) this.closeMenu();
    });
    return menu;
  }

  /** @param {string} key @param {() => void} act */
  #item(key, act) {
    return this.#button(key, () => {
      this.closeMenu();
      act();
    });
  }

  #close() {
    const button = element("button", { type: "button", className: "round" }, icon(ICONS.close));
    this.words.say(button, "widget.close", {}, "aria-label");
    button.addEventListener("click", this.actions.close);
    return button;
  }
}
