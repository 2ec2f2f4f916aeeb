// The list of canned replies under the reply: opened by its button, or by "/" in an empty reply.
// A listbox: arrows, Home, End, a first letter; Enter puts the words in, Escape goes back.

import { fill, make } from "./elements.js";

/** The button and its list as `node`; `insert` is given the words that were chosen. */
export class Canned {
  #words;
  #text;
  #insert;
  #replies = [];
  #at = 0;
  #button;
  #list;

  constructor({ words, text, insert }) {
    this.#words = words;
    this.#text = text;
    this.#insert = insert;
    this.node = make("div", "canned");
    this.#button = make("button", "", words.canned);
    Object.assign(this.#button, { type: "button", title: words.canned_hint });
    this.#button.setAttribute("aria-haspopup", "listbox");
    this.#button.setAttribute("aria-controls", "canned");
    this.#list = make("ul");
    Object.assign(this.#list, { id: "canned", tabIndex: 0, hidden: true });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", words.canned);
    this.node.append(this.#button, this.#list);
    this.#listen();
    this.#toggle(false);
  }

  /** Shows these replies; a list that is open stays where it is. */
  show(replies) {
    this.#replies = replies;
    this.#at = Math.min(this.#at, Math.max(0, replies.length - 1));
    this.#list.replaceChildren(...replies.map((reply, place) => this.#option(reply, place)));
    this.#button.disabled = !replies.length;
    if (!replies.length) this.#toggle(false);
    else this.#mark();
  }

  #option(reply, place) {
    const option = make("li");
    option.id = `canned-${place}`;
    option.setAttribute("role", "option");
    option.append(make("strong", "", reply.title), make("span", "", reply.own));
    if (reply.missing.length) {
      const names = reply.missing.map((field) => this.#words[`field_${field}`] ?? field);
      option.append(make("em", "", fill(this.#words.missing, { fields: names.join(", ") })));
      option.setAttribute("aria-disabled", "true");
    }
    option.addEventListener("click", () => this.#choose(place));
    return option;
  }

  #listen() {
    this.#button.addEventListener("click", () => this.#toggle(this.#list.hidden));
    this.#text.addEventListener("beforeinput", (event) => {
      if (event.data !== "/" || this.#text.value || !this.#replies.length) return;
      event.preventDefault();
      this.#toggle(true);
    });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.node.contains(relatedTarget)) this.#toggle(false);
    });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#replies.length - 1;
    const places = {
      ArrowDown: Math.min(last, this.#at + 1),
      ArrowUp: Math.max(0, this.#at - 1),
      Home: 0,
      End: last,
    };
    if (event.key in places) this.#go(places[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.#choose(this.#at);
    else if (event.key === "Escape") this.#back();
    else if (event.key === "/") this.#insert("/");
    else if (event.key.length === 1) this.#find(event.key.toLowerCase());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #find(letter) {
    const order = [...this.#replies.keys()].map((n) => (this.#at + 1 + n) % this.#replies.length);
    const found = order.find((n) => this.#replies[n].title.toLowerCase().startsWith(letter));
    if (found !== undefined) this.#go(found);
  }

  #go(place) {
    this.#at = place;
    this.#mark();
  }

  #choose(place) {
    this.#go(place);
    const reply = this.#replies[place];
    if (!reply || reply.missing.length) return;
    this.#toggle(false);
    this.#insert(reply.text);
  }

  #back() {
    this.#toggle(false);
    this.#text.focus();
  }

  #mark() {
    [...this.#list.children].forEach((option, place) =>
      option.setAttribute("aria-selected", String(place === this.#at)),
    );
    const marked = this.#list.children[this.#at];
    if (!marked) return;
    this.#list.setAttribute("aria-activedescendant", marked.id);
    if (!this.#list.hidden) marked.scrollIntoView({ block: "nearest" });
  }

  #toggle(opened) {
    const opening = opened && this.#list.hidden;
    this.#list.hidden = !opened;
    this.#button.setAttribute("aria-expanded", String(opened));
    if (!opening) return;
    this.#at = 0;
    this.#list.focus();
    this.#mark();
  }
}
