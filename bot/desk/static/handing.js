// The two questions before a case leaves a lots: to whom it is handed over, or how it ended. Each is
// a dialog; the browser keeps the focus in it and gives it back.

import { fill, make, sorted } from "./elements.js";

const OUTCOMES = ["answered", "referred", "no_reply", "other"];

/** The dialogs of one conversation. */
export class Handing {
  #data;
  #call;
  #act;

  /** `call` asks the conversation's API; `act` does (name, body) and shows what came of it. */
  constructor({ data, call, act }) {
    this.#data = data;
    this.#call = call;
    this.#act = act;
  }

  /** Asks to whom, and hands the case over. */
  async give() {
    const { words } = this.#data;
    const answer = await this.#call("/receivers");
    const found = answer.ok ? await answer.json().catch(() => null) : null;
    if (!found || document.querySelector("dialog[open]")) return;
    const to = this.#receivers(found);
    const note = Object.assign(make("textarea"), { id: "give-note", rows: 3, maxLength: 2000 });
    const hint = Object.assign(make("p", "hint", words.give_note_hint), { id: "give-note-hint" });
    note.setAttribute("aria-describedby", hint.id);
    const parts = [labelOf(to, words.give_to), to, labelOf(note, words.give_note), note, hint];
    this.#ask(words.give_title, words.give, parts, () => {
      const [kind, value] = to.value.split(/:(.*)/);
      const receiver = kind === "person" ? Number(value) : value;
      this.#act("transfer", { to: receiver, note: note.value.trim() });
    });
  }

  /** Asks how the case ended, and closes it. */
  close() {
    const { words } = this.#data;
    if (document.querySelector("dialog[open]")) return;
    const group = make("fieldset");
    group.append(make("legend", "", words.close_how));
    for (const outcome of OUTCOMES) {
      const radio = Object.assign(make("input"), { type: "radio", name: "outcome", value: outcome });
      radio.required = true;
      const label = make("label", "tick");
      label.append(radio, words[`outcome_${outcome}`]);
      group.append(label);
    }
    this.#ask(words.close_title, words.close, [group], (form) => {
      this.#act("close", { outcome: new FormData(form).get("outcome") });
    });
  }

  #receivers({ people, municipalities }) {
    const { words, places } = this.#data;
    const to = Object.assign(make("select"), { id: "give-to" });
    const stands = ({ name, languages, present, cases }) => {
      const names = languages.map((tag) => words[`language_${tag}`] ?? tag);
      const who = names.length ? `${name} (${names.join(", ")})` : name;
      return `${who} · ${present ? fill(words.give_present, { count: cases }) : words.give_away}`;
    };
    const persons = people.map((one) => new Option(stands(one), `person:${one.id}`));
    const [own, ...others] = municipalities;
    const named = Object.fromEntries(others.map((slug) => [slug, places[slug] ?? slug]));
    const queues = [[own, places[own] ?? words.unknown_place], ...sorted(named)];
    const options = queues.map(([slug, name]) => new Option(name, `place:${slug}`));
    for (const [label, group] of [[words.give_people, persons], [words.give_queue, options]]) {
      if (!group.length) continue;
      const made = Object.assign(make("optgroup"), { label });
      made.append(...group);
      to.append(made);
    }
    return to;
  }

  #ask(title, yes, parts, done) {
    const { words } = this.#data;
    const dialog = make("dialog", "ask");
    const heading = Object.assign(make("h2", "", title), { id: "ask-title" });
    dialog.setAttribute("aria-labelledby", heading.id);
    const form = make("form");
    const cancel = Object.assign(make("button", "", words.cancel), { type: "button" });
    const acts = make("div", "acts");
    acts.append(make("button", "primary", yes), cancel);
    form.append(heading, ...parts, acts);
    dialog.append(form);
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close();
      done(form);
    });
    document.body.append(dialog);
    dialog.showModal();
  }
}

function labelOf(field, words) {
  return Object.assign(make("label", "", words), { htmlFor: field.id });
}
