// @ts-check
/*
 * The answer by e-mail, too: asked for while a person's answer is awaited, never otherwise. While an
 * address is known this tells the hub what was read here, so that it is not mailed as well.
 */

import { element } from "./elements.js";

const LONGEST = 254;
const STYLE = `
.email { background: var(--card); border: 1px solid var(--line); border-radius: .9em; padding: .8em 1em; margin-block-start: 1.1em;
  font-size: .94em; }
.email form, .given { display: grid; gap: .45em; justify-items: start; }
.email form[hidden], .given[hidden] { display: none; }
.email form > p:first-child { font-weight: 650; }
.email .row { display: flex; flex-wrap: wrap; gap: .5em; inline-size: 100%; }
.email input { flex: 1 1 12em; min-inline-size: 0; font: inherit; color: inherit; background: var(--card);
  border: 1.5px solid var(--edge); border-radius: .6em; padding: .35em .7em; min-block-size: 2.5em; }
.email input[aria-invalid] { border-color: var(--red); }
.email button { background: var(--card); border: 1.5px solid var(--blue); color: var(--blue); border-radius: 1.4em; padding: .2em 1em; font-weight: 550; }
.email button:hover { text-decoration: underline; }
.email .use { font-size: .875em; color: var(--soft); }
.given p { overflow-wrap: anywhere; }`;
const LIKELY = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;

export class EmailOffer {
  #email = "";
  #owner = "assistant";
  #spoken = 0;
  #told = 0;
  /** How it looks, for the panel's sheet. */
  style = STYLE;

  /** @param {import("./words.js").Words} words @param {Element} dialog whether it is open is watched
   * @param {(what: string, body: object) => Promise<void>} ask asks the hub; fails when it refuses */
  constructor(words, dialog, ask) {
    this.words = words;
    this.dialog = dialog;
    this.ask = ask;
    this.input = element("input", { id: "email", type: "email", autocomplete: "email", maxLength: LONGEST });
    this.input.setAttribute("aria-describedby", "email-use email-problem");
    this.problem = element("p", { id: "email-problem", className: "problem", role: "alert" });
    this.form = this.#form();
    this.said = element("p");
    this.given = this.#given();
    this.node = element("div", { className: "email", role: "group", hidden: true }, this.form, this.given);
    words.say(this.node, "widget.email_offer", {}, "aria-label");
    new MutationObserver(() => this.#tell()).observe(dialog, { attributes: true, attributeFilter: ["open"] });
    document.addEventListener("visibilitychange", () => this.#tell());
  }

  /** Takes what this has to know from an event of the log. @param {any} event */
  take(event) {
    if (event.type === "owner") this.#show(event.owner);
    if (event.type === "email") this.#keep(event.email ?? "");
    if (event.type === "message" && event.from === "lots") this.#spoken = event.seq;
    this.#tell();
  }

  /** Offers or hides itself. @param {string} owner who may speak */
  #show(owner) {
    this.#owner = owner;
    const awaited = owner === "waiting" || owner === "message_left";
    this.node.hidden = !this.#email && !(awaited && this.words.offers.includes("email"));
    this.form.hidden = Boolean(this.#email);
    this.given.hidden = !this.#email;
  }

  /** Another conversation knows nothing of this one's address. */
  forget() {
    this.#spoken = this.#told = 0;
    this.#owner = "assistant";
    this.input.value = "";
    this.#complain();
    this.#keep("");
  }

  /** @param {string} email */
  #keep(email) {
    const inside = this.#focused();
    this.#email = email;
    this.words.say(this.said, "widget.email_known", { email });
    if (email) this.input.value = email;
    this.#show(this.#owner);
    if (inside && !this.node.hidden) (email ? this.said : this.input).focus();
  }

  /** Tells the hub once how far a person's answers were read, when they are on the screen. */
  #tell() {
    const seq = this.#spoken;
    const seen = this.dialog.hasAttribute("open") && !document.hidden;
    if (!this.#email || !seen || seq <= this.#told) return;
    this.#told = seq;
    this.ask("read", { seq }).catch(() => (this.#told = Math.min(this.#told, seq - 1)));
  }

  async #save() {
    const email = this.input.value.trim();
    if (!LIKELY.test(email)) return this.#complain("error.email");
    await this.#put(email);
  }

  /** @param {string} email */
  async #put(email) {
    this.#complain();
    try {
      await this.ask("email", { email });
    } catch (error) {
      const code = /** @type {{code?: string}} */ (error).code;
      const known = { invalid_email: "error.email", too_many: "error.too_many" };
      this.#complain(known[/** @type {keyof typeof known} */ (code)] ?? "error.failed");
    }
  }

  /** Says at the field what is wrong, or nothing. @param {string} [key] */
  #complain(key) {
    if (key) {
      this.words.say(this.problem, key);
      this.input.setAttribute("aria-invalid", "true");
      this.input.focus();
    } else {
      this.words.hush(this.problem);
      this.input.removeAttribute("aria-invalid");
    }
  }

  #focused() {
    const root = this.node.getRootNode();
    return root instanceof ShadowRoot && this.node.contains(root.activeElement);
  }

  #form() {
    const offer = this.words.say(element("p"), "widget.email_offer");
    const label = this.words.say(element("label", { htmlFor: "email" }), "widget.email_label");
    const use = this.words.say(element("p", { id: "email-use", className: "use" }), "widget.email_use");
    const save = this.words.say(element("button", { type: "submit" }), "widget.email_save");
    const row = element("div", { className: "row" }, this.input, save);
    const form = element("form", { noValidate: true }, offer, label, row, this.problem, use);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    return form;
  }

  #given() {
    this.said.tabIndex = -1;
    const remove = this.words.say(element("button", { type: "button" }), "widget.email_remove");
    remove.addEventListener("click", () => this.#put(""));
    return element("div", { className: "given", hidden: true }, this.said, remove);
  }
}
