// What lotsar keep on a case for themselves: tags and notes. The visitor sees neither.

import { draftOf, keepDraft } from "./drafts.js";
import { fill, make } from "./elements.js";
import { freshId } from "./reply.js";

const MOST = 8;
const LONGEST = 30;

/** The tags and the new note of one conversation, as the section `node`. */
export class Work {
  #data;
  #call;
  #refresh;
  #draft;
  #tags = [];
  #busy = new Set();
  #noteTried = { text: "", id: "" };
  #parts;

  /** `call` asks the conversation's API; `refresh` fetches what came of it. */
  constructor(conversation, { data, call, refresh }) {
    this.#data = data;
    this.#call = call;
    this.#refresh = refresh;
    this.#draft = `note-${conversation}`;
    this.#parts = this.#frame();
    this.node = this.#parts.section;
  }

  /** Shows the tags that the case has now. */
  show({ tags }) {
    const { chips } = this.#parts;
    if (chips.childElementCount === tags.length && String(this.#tags) === String(tags)) return;
    this.#tags = tags;
    const hadFocus = chips.contains(document.activeElement);
    chips.replaceChildren(...tags.map((tag) => this.#chip(tag)));
    if (hadFocus) (chips.querySelector("button") ?? this.#parts.tag).focus();
  }

  /** After an erasure nothing of it may stay on the screen. */
  forget() {
    this.node.hidden = true;
    this.#parts.note.value = "";
    keepDraft(this.#draft, "");
  }

  #chip(tag) {
    const item = make("li", "tag");
    const remove = Object.assign(make("button", "", "×"), { type: "button" });
    remove.setAttribute("aria-label", fill(this.#data.words.tag_remove, { tag }));
    remove.addEventListener("click", () => this.#retag({ remove: [tag] }));
    item.append(make("span", "", tag), remove);
    return item;
  }

  async #addTags() {
    const { tag } = this.#parts;
    const added = tag.value.split(",").map((one) => one.trim()).filter(Boolean);
    if (!added.length) return;
    if (await this.#retag({ add: added })) tag.value = "";
  }

  async #retag(change) {
    const values = { most: MOST, longest: LONGEST };
    return this.#send("/tags", change, fill(this.#data.words.tags_wrong, values));
  }

  async #save() {
    const { note } = this.#parts;
    const text = note.value.trim();
    if (!text) return;
    if (text !== this.#noteTried.text) this.#noteTried = { text, id: freshId() };
    if (!(await this.#send("/note", this.#noteTried, this.#data.words.failed))) return;
    this.#noteTried = { text: "", id: "" };
    note.value = "";
    keepDraft(this.#draft, "");
  }

  /** True when it was taken; else says why not. One note and one change of tags at a time. */
  async #send(path, body, refused) {
    if (this.#busy.has(path)) return false;
    this.#busy.add(path);
    const answer = await this.#call(path, body);
    const { words } = this.#data;
    const lost = answer.status === 0 ? words.reconnecting : words.failed;
    this.#parts.told.textContent = answer.ok ? "" : answer.status === 422 ? refused : lost;
    this.#busy.delete(path);
    if (answer.ok) await this.#refresh();
    return answer.ok;
  }

  async #suggest(list) {
    const answer = await this.#call("/desk/api/tags");
    const found = answer.ok ? await answer.json().catch(() => null) : null;
    if (found) list.replaceChildren(...found.tags.map((tag) => new Option(tag, tag)));
  }

  #frame() {
    const { words } = this.#data;
    const section = make("section", "work");
    const title = Object.assign(make("h2", "", words.tags), { id: "work-title" });
    section.setAttribute("aria-labelledby", title.id);
    const chips = make("ul", "tags");
    const told = make("p", "told");
    told.setAttribute("role", "status");
    const { form: tagForm, tag } = this.#tagForm();
    const { form: noteForm, note } = this.#noteForm();
    section.append(title, chips, tagForm, told, noteForm);
    return { section, chips, told, tag, note };
  }

  #tagForm() {
    const { words } = this.#data;
    const form = make("form", "new-tag");
    const list = Object.assign(make("datalist"), { id: "tags-lately" });
    const tag = Object.assign(make("input"), { id: "new-tag", autocomplete: "off" });
    tag.setAttribute("list", list.id);
    tag.setAttribute("aria-keyshortcuts", "t");
    const hint = make("p", "hint", fill(words.tag_hint, { most: MOST }));
    hint.id = "new-tag-hint";
    tag.setAttribute("aria-describedby", hint.id);
    const label = Object.assign(make("label", "", words.tag_new), { htmlFor: tag.id });
    form.append(label, tag, make("button", "", words.tag_add), hint, list);
    tag.addEventListener("focus", () => this.#suggest(list));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#addTags();
    });
    return { form, tag };
  }

  #noteForm() {
    const { words } = this.#data;
    const form = make("form", "new-note");
    const note = Object.assign(make("textarea"), { id: "new-note", rows: 3, maxLength: 2000 });
    note.value = draftOf(this.#draft);
    note.setAttribute("aria-keyshortcuts", "n");
    const hint = Object.assign(make("p", "hint", words.note_hint), { id: "new-note-hint" });
    note.setAttribute("aria-describedby", hint.id);
    const label = Object.assign(make("label", "", words.note_new), { htmlFor: note.id });
    form.append(label, note, hint, make("button", "", words.note_save));
    note.addEventListener("input", () => keepDraft(this.#draft, note.value));
    note.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#save();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    return { form, note };
  }
}
