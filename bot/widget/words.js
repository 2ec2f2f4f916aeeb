// @ts-check
/* The widget's words: fetched from the hub, put on elements, and changed there with the language. */

/** @typedef {Record<string, string | (() => string)>} Values
 * What stands in the braces of a phrase; a function is asked again for each language. */

export class Words {
  language = "";
  /** @type {Record<string, string>} */
  languages = {};
  /** What the hub offers beside the chat. @type {string[]} */
  offers = [];
  /** @type {Record<string, Record<string, string>>} */
  #phrases = {};
  #wanted = "";
  /** @type {Map<string, ReturnType<import("./hub.js").Hub["phrases"]>>} */
  #fetched = new Map();
  /** @type {Map<Node, Map<string, {key: string, values: Values}>>} */
  #said = new Map();

  /** @param {import("./hub.js").Hub} hub */
  constructor(hub) {
    this.hub = hub;
  }

  /** Speaks this language from now on; the last call wins.
   * @param {string} language
   * @returns {Promise<boolean>} whether anything changed */
  async use(language) {
    this.#wanted = language;
    if (language === this.language) return false;
    const found = await this.#fetch(language);
    if (this.#wanted !== language) return false;
    this.language = found.language;
    this.languages = found.languages;
    this.offers = found.offers ?? [];
    this.#phrases = found.phrases;
    this.#sayAllAgain();
    return true;
  }

  /** The phrase at `key` ("widget.send"), filled. @param {string} key @param {Values} [values] */
  phrase(key, values = {}) {
    const [group, name] = key.split(".");
    return (this.#phrases[group]?.[name] ?? "").replace(/\{(\w+)\}/g, (braces, hole) => {
      const value = values[hole] ?? braces;
      return typeof value === "function" ? value() : value;
    });
  }

  /** The keys in a group that begin so, in order. @param {string} group @param {string} start */
  keys(group, start) {
    const names = Object.keys(this.#phrases[group] ?? {});
    return names.filter((name) => name.startsWith(start)).map((name) => `${group}.${name}`);
  }

  /** Puts a phrase on a node, as its text or as an attribute, in this and later languages.
   * @template {Element} T
   * @param {T} node @param {string} key @param {Values} [values] @param {string} [attribute]
   * @returns {T} the node */
  say(node, key, values = {}, attribute = "") {
    const said = this.#said.get(node) ?? new Map();
    this.#said.set(node, said.set(attribute, { key, values }));
    this.#put(node, attribute, key, values);
    return node;
  }

  /** Leaves a node without words. @param {Element} node */
  hush(node) {
    this.#said.delete(node);
    node.textContent = "";
  }

  /** Dates and times are written as people in Sweden do in that language. */
  get locale() {
    return `${this.language}-SE`;
  }

  /** The time of day of a moment, with the date unless it is today's. @param {string} at */
  time(at) {
    const moment = new Date(at);
    const today = moment.toDateString() === new Date().toDateString();
    /** @type {Intl.DateTimeFormatOptions} */
    const date = today ? {} : { day: "numeric", month: "short" };
    return moment.toLocaleString(this.locale, { hour: "2-digit", minute: "2-digit", ...date });
  }

  /** @param {string} date an ISO date */
  date(date) {
    return new Date(`${date}T12:00`).toLocaleDateString(this.locale, { dateStyle: "medium" });
  }

  /** @param {string} language */
  async #fetch(language) {
    const known = this.#fetched.get(language) ?? this.hub.phrases(language);
    this.#fetched.set(language, known);
    try {
      return await known;
    } catch (error) {
      this.#fetched.delete(language);
      throw error;
    }
  }

  #sayAllAgain() {
    for (const [node, said] of this.#said) {
      if (!node.isConnected) this.#said.delete(node);
      for (const [attribute, { key, values }] of said) {
        this.#put(/** @type {Element} */ (node), attribute, key, values);
      }
    }
  }

  /** @param {Element} node @param {string} attribute @param {string} key @param {Values} values */
  #put(node, attribute, key, values) {
    const text = this.phrase(key, values);
    if (attribute) node.setAttribute(attribute, text);
    else if (node.textContent !== text) node.textContent = text;
  }
}
