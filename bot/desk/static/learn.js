// What a lots teaches: what a visitor's message was about, and replies to be made answers. Both stand
// under the message they belong to; nothing of it reaches the visitor, and nothing is live by it.

import { fill, make, sorted } from "./elements.js";

const NONE = "none";
const BACK = "back";
const TYPES = new Set(["topic_said", "proposal"]);

/** True for an event that is shown under the message it is about, not as a line of its own. */
export function taught(event) {
  return TYPES.has(event.type);
}

/** The controls under the messages of one conversation: one stop of Tab, and arrows from each to the
 * next, so that a long log is not long to pass. */
export class Learn {
  #data;
  #call;
  #refresh;
  #topics;
  #made = new Map();
  #openers = [];

  /** `call` asks the conversation's API; `refresh` fetches what came of it. */
  constructor({ data, call, refresh }) {
    this.#data = data;
    this.#call = call;
    this.#refresh = refresh;
    this.#topics = sorted(data.topics);
  }

  /** Brings what stands under each message up to date; nothing is left under an erased one. */
  show(events, lines) {
    for (const [seq, line] of lines) {
      const event = events.get(seq);
      if (this.#made.has(seq) || !teachable(event)) continue;
      const made = event.from === "visitor" ? this.#about(event, events) : this.#proposal(event, events);
      this.#made.set(seq, made);
      line.append(made.node);
    }
    this.#arrange(lines);
    for (const event of [...events.values()].sort((a, b) => a.seq - b.seq)) {
      if (taught(event)) this.#made.get(event.about)?.told(event);
    }
  }

  /** The newest control is the stop, unless the focus is in one or in its form. */
  #arrange(lines) {
    const known = [...lines.keys()].sort((one, other) => one - other);
    this.#openers = known.flatMap((seq) => this.#made.get(seq)?.opener ?? []);
    const used = this.#openers.find((one) => one.parentElement.contains(document.activeElement));
    this.#stop(used ?? this.#openers.at(-1));
  }

  #stop(stop) {
    for (const one of this.#openers) one.tabIndex = one === stop ? 0 : -1;
  }

  /** Goes from one control to the next, the one before, the first or the last. */
  #move(event, opener) {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    if (ctrlKey || altKey || metaKey || shiftKey) return;
    const place = this.#openers.indexOf(opener);
    const last = this.#openers.length - 1;
    const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: last }[key];
    if (to === undefined) return;
    event.preventDefault();
    this.#openers[Math.min(Math.max(to, 0), last)].focus();
  }

  #about(event, events) {
    const { words } = this.#data;
    return this.#control(event, {
      label: words.about,
      question: words.about_topic,
      yes: words.save,
      hint: "",
      fill: (select, { topic }) => {
        select.append(new Option(words.about_nothing, ""), new Option(words.about_none, NONE));
        const guesses = guessed(event.seq, events).filter((one) => this.#data.topics[one]);
        if (guesses.length) select.append(this.#group(words.about_guesses, guesses.map((one) => [one, this.#data.topics[one]])));
        select.append(this.#group(words.about_all, this.#topics));
        select.value = topic ?? "";
      },
      send: (topic) => this.#call("/about", { about: event.seq, topic }),
      tell: ({ lots, topic }) => (topic ? fill(words.was_about, { lots, topic: this.#label(topic) }) : ""),
    });
  }

  #proposal(event, events) {
    const { words } = this.#data;
    const asked = [...events.values()]
      .filter((one) => one.type === "message" && one.from === "visitor" && one.seq < event.seq)
      .reduce((newest, one) => Math.max(newest, one.seq), 0);
    return this.#control(event, {
      label: words.propose,
      question: words.propose_topic,
      yes: words.propose_save,
      hint: words.propose_hint,
      fill: (select, { topic, lots, back }) => {
        if (lots && !back) select.append(new Option(words.propose_back, BACK));
        select.append(new Option(words.propose_new, ""), this.#group(words.about_all, this.#topics));
        select.value = topic ?? "";
      },
      send: (topic) =>
        this.#call("/proposal", topic === BACK ? { about: event.seq, back: true } : { about: event.seq, asked, topic }),
      tell: ({ lots, topic, back }) =>
        back ? "" : fill(words.proposed, { lots, topic: topic ? this.#label(topic) : words.propose_new }),
    });
  }

  /** A button that opens a form with one choice, and above it what was said. */
  #control(event, { label, question, yes, hint, fill: choices, send, tell }) {
    const node = make("div", "learn");
    node.setAttribute("aria-live", "off"); // the log itself speaks of messages only
    const said = make("p", "state said");
    said.hidden = true;
    const open = Object.assign(make("button", "", label), { type: "button" });
    open.setAttribute("aria-expanded", "false");
    open.setAttribute("aria-describedby", textId(event));
    open.addEventListener("focus", () => this.#stop(open));
    open.addEventListener("keydown", (pressed) => this.#move(pressed, open));
    const told = make("p", "told");
    told.setAttribute("role", "alert");
    let newest = {};
    let form = null;
    const close = () => {
      form?.remove();
      form = null;
      open.setAttribute("aria-expanded", "false");
      open.focus();
    };
    const save = async (topic) => {
      const answer = await send(topic);
      told.textContent = answer.ok ? "" : this.#data.words.failed;
      if (!answer.ok) return;
      close();
      await this.#refresh();
    };
    open.addEventListener("click", () => {
      if (form) return close();
      form = this.#form(event, { question, yes, hint, choices: (select) => choices(select, newest), save, close });
      open.setAttribute("aria-expanded", "true");
      open.after(form);
      form.querySelector("select").focus();
    });
    node.append(said, open, told);
    return {
      node,
      opener: open,
      told: (one) => {
        newest = one;
        const text = tell(one);
        if (said.textContent !== text) said.textContent = text;
        said.hidden = !text;
      },
    };
  }

  #form(event, { question, yes, hint, choices, save, close }) {
    const { words } = this.#data;
    const form = make("form");
    const select = make("select");
    select.id = `learn-${event.seq}`;
    choices(select);
    const label = Object.assign(make("label", "", question), { htmlFor: select.id });
    const cancel = Object.assign(make("button", "", words.cancel), { type: "button" });
    const go = make("button", "primary", yes);
    const acts = make("div", "acts");
    acts.append(go, cancel);
    form.append(label, select);
    if (hint) form.append(make("p", "state", hint));
    form.append(acts);
    cancel.addEventListener("click", close);
    form.addEventListener("keydown", (key) => key.key === "Escape" && close());
    form.addEventListener("submit", async (submitted) => {
      submitted.preventDefault();
      if (go.disabled) return;
      go.disabled = true;
      await save(select.value);
      go.disabled = false;
    });
    return form;
  }

  #group(label, pairs) {
    const group = Object.assign(make("optgroup"), { label });
    group.append(...pairs.map(([topic, text]) => new Option(text, topic)));
    return group;
  }

  #label(topic) {
    return topic === NONE ? this.#data.words.about_none : (this.#data.topics[topic] ?? topic);
  }
}

/** True for words of the visitor, and for words of a lots that reached the visitor. */
function teachable(event) {
  return event?.type === "message" && ["visitor", "lots"].includes(event.from) && !event.unsent;
}

/** The topics that the assistant thought of when it answered this message. */
function guessed(seq, events) {
  const answer = [...events.values()].reverse().find((one) => one.answers === seq && one.understood?.length);
  return answer ? answer.understood.map((guess) => guess.topic) : [];
}

function textId(event) {
  return `said-${event.seq}`;
}
