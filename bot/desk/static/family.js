// The family card: what the visitor told of who moves, for a lots to correct. Each field stands for
// itself: only what a lots changed is sent, and what a lots is changing no news takes away.

import { fill, make, month, sorted } from "./elements.js";

const ADULTS = ["me", "partner"];
const WRONG = {
  wrong_children: "children",
  too_many_children: "children",
  wrong_day: "day",
};

/** The card of one conversation, as the section `node`. */
export class Family {
  #data;
  #call;
  #refresh;
  #fields = {};
  #errors = {};
  /** What the fields said when they were filled: a field that says something else is changed. */
  #shown = {};
  #known = null;
  #busy = false;
  #parts;

  /** `call` asks the conversation's API; `refresh` fetches what came of it. */
  constructor(conversation, { data, call, refresh }) {
    this.#data = data;
    this.#call = call;
    this.#refresh = refresh;
    this.#parts = this.#frame(conversation);
    this.node = this.#parts.section;
    for (const [name, field] of Object.entries(this.#fields)) this.#shown[name] = field.read();
  }

  /** Shows the card and the municipality that the conversation has now. */
  show(card, municipality) {
    this.#known = { card, municipality };
    this.#fill();
  }

  /** After an erasure nothing of it may stay on the screen. */
  forget() {
    this.#parts.form.reset();
    this.node.hidden = true;
  }

  #fill() {
    const { card, municipality } = this.#known;
    for (const [name, value] of Object.entries(valuesOf(card, municipality))) {
      const field = this.#fields[name];
      if (same(field.read(), value)) this.#shown[name] = field.read();
      else if (!this.#changed(name) && !field.node.contains(document.activeElement)) {
        field.write(value);
        this.#shown[name] = field.read();
      }
    }
    const { plan, about, nowhere } = this.#parts;
    plan.hidden = !Object.keys(card).length;
    about.textContent = card.month_only && !this.#changed("day") ? month(card.day) : "";
    nowhere.disabled = Boolean(municipality);
    this.#showPartner();
  }

  #showPartner() {
    this.#parts.partner.hidden = this.#fields.adults.read() === "1";
  }

  #changed(name) {
    return !same(this.#fields[name].read(), this.#shown[name]);
  }

  async #save() {
    if (this.#busy) return;
    this.#busy = true;
    const names = Object.keys(this.#fields).filter((name) => this.#changed(name));
    const sent = Object.fromEntries(names.map((name) => [name, this.#fields[name].read()]));
    const answer = await this.#call("/card", sent);
    if (answer.ok) Object.assign(this.#shown, sent);
    await this.#tell(answer);
    this.#busy = false;
    await this.#refresh();
  }

  async #tell(answer) {
    const { words } = this.#data;
    for (const name of Object.keys(this.#errors)) this.#complain(name, "");
    const code = answer.status === 422 && (await answer.json().catch(() => null))?.error.code;
    const wrong = WRONG[code];
    if (wrong) this.#complain(wrong, this.#why(code));
    const failed = answer.status === 0 ? words.reconnecting : words.failed;
    const { told } = this.#parts;
    told.classList.toggle("bad", !answer.ok);
    told.textContent = answer.ok ? this.#data.family.words.saved : wrong ? "" : failed;
  }

  #why(code) {
    const { words, years } = this.#data.family;
    return code === "wrong_day" ? `${words.date}: ${years.join("–")}.` : words.children_wrong;
  }

  #complain(name, text) {
    const { node } = this.#fields[name];
    this.#errors[name].textContent = text;
    if (text) node.setAttribute("aria-invalid", "true");
    else node.removeAttribute("aria-invalid");
    if (text) node.focus();
  }

  #frame(conversation) {
    const { words, adults, arranged } = this.#data.family;
    const section = make("section", "family");
    const title = make("h2", "", words.title);
    title.id = "family-title";
    section.setAttribute("aria-labelledby", title.id);
    const form = make("form");
    const number = this.#select("adults", "", { 0: words.unknown, ...adults });
    const count = labelOf(number, words.adults);
    number.addEventListener("change", () => this.#showPartner());
    const [me, partner] = ADULTS.map((who, index) => this.#adult(who, index + 1));
    const about = make("p", "hint");
    const place = this.#place();
    form.append(count, number, me, partner, ...this.#children(), ...this.#day(), about);
    form.append(...place, this.#arranged(arranged), make("button", "primary", words.save));
    const told = make("p", "told");
    told.setAttribute("role", "status");
    const plan = make("a", "", words.plan);
    plan.href = `/desk/api/conversations/${encodeURIComponent(conversation)}/plan`;
    Object.assign(plan, { target: "_blank", rel: "noopener", hidden: true });
    form.append(told, plan);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    form.addEventListener("input", () => (told.textContent = ""));
    form.addEventListener("focusout", () => setTimeout(() => this.#known && this.#fill()));
    section.append(title, form);
    return { section, form, partner, about, told, plan, nowhere: place[1].options[0] };
  }

  #adult(who, number) {
    const { words, occupations, origins } = this.#data.family;
    const group = make("fieldset");
    group.append(make("legend", "", fill(words.adult, { number })));
    group.append(
      ...this.#labelled(`${who}_occupation`, words.occupation, sorted(occupations)),
      ...this.#labelled(`${who}_origin`, words.citizenship, Object.entries(origins)),
    );
    return group;
  }

  #place() {
    return this.#labelled("municipality", this.#data.family.words.place, sorted(this.#data.places));
  }

  #labelled(name, words, pairs) {
    const field = this.#select(name, this.#data.family.words.unknown, pairs);
    return [labelOf(field, words), field];
  }

  /** A field with choices, in the order of `pairs`; `unknown` is the empty one. */
  #select(name, unknown, choices) {
    const pairs = Array.isArray(choices) ? choices : Object.entries(choices);
    const field = make("select");
    field.id = `family-${name}`;
    if (unknown) field.append(new Option(unknown, ""));
    field.append(...pairs.map(([value, label]) => new Option(label, value)));
    return this.#keep(name, field);
  }

  #children() {
    const { words } = this.#data.family;
    const field = this.#input("children", { type: "text", autocomplete: "off" });
    const hint = make("p", "hint", words.children_hint);
    hint.id = "family-children-hint";
    field.setAttribute("aria-describedby", `family-children-error ${hint.id}`);
    return [labelOf(field, words.children), field, this.#errors.children, hint];
  }

  #day() {
    const { words, years } = this.#data.family;
    const [first, last] = years;
    const field = this.#input("day", { type: "date", min: `${first}-01-01`, max: `${last}-12-31` });
    field.setAttribute("aria-describedby", "family-day-error");
    return [labelOf(field, words.date), field, this.#errors.day];
  }

  #input(name, properties) {
    const field = Object.assign(make("input"), { id: `family-${name}`, ...properties });
    this.#errors[name] = Object.assign(make("p", "wrong"), { id: `${field.id}-error` });
    return this.#keep(name, field);
  }

  #keep(name, node) {
    this.#fields[name] = {
      node,
      read: () => node.value.trim(),
      write: (value) => (node.value = value),
    };
    return node;
  }

  #arranged(names) {
    const { words } = this.#data.family;
    const node = make("fieldset");
    node.append(make("legend", "", words.arranged));
    const boxes = names.map((name) => {
      const box = Object.assign(make("input"), { type: "checkbox", value: name });
      const label = make("label", "tick");
      label.append(box, words[name]);
      node.append(label);
      return box;
    });
    this.#fields.arranged = {
      node,
      read: () => boxes.filter((box) => box.checked).map((box) => box.value).sort(),
      write: (ticked) => boxes.forEach((box) => (box.checked = ticked.includes(box.value))),
    };
    return node;
  }
}

/** What each field says of a card. */
function valuesOf(card, municipality) {
  const adults = ADULTS.flatMap((who) => [
    [`${who}_occupation`, card[who]?.occupation ?? ""],
    [`${who}_origin`, card[who]?.origin ?? ""],
  ]);
  return {
    adults: String(card.adults ?? 0),
    ...Object.fromEntries(adults),
    children: card.children ? card.children.join(", ") || "-" : "",
    day: card.day ?? "",
    municipality,
    arranged: card.arranged ?? [],
  };
}

function same(one, other) {
  return String(one) === String(other);
}

function labelOf(field, words) {
  return Object.assign(make("label", "", words), { htmlFor: field.id });
}
