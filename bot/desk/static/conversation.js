// The open conversation: its log, who has it, and the reply. Only what is new is drawn, so that
// scroll, selection, focus and draft stay where they are.

import { Activity } from "./activity.js";
import { make } from "./elements.js";
import { Family } from "./family.js";
import { Handing } from "./handing.js";
import { Help } from "./help.js";
import { Language, readAs } from "./language.js";
import { Learn, taught } from "./learn.js";
import { contextOf, eventLine, showDelivery } from "./log.js";
import { Reply } from "./reply.js";
import { Translating } from "./translating.js";
import { Work } from "./work.js";

const NEAR_END_PX = 80;

/** One conversation in `room`, with what is known of it and of the family in `context`. */
export class Conversation {
  #data;
  #call;
  #room;
  #context;
  #understood = make("div");
  #family;
  #work;
  #handing;
  #help;
  #language;
  #learn;
  #activity;
  #reply;
  #translating;
  #readTo = 0;
  #lines = new Map();
  #status = "";
  #busy = false;
  #parts;

  events = new Map();
  deliveries = {};
  seq = 0;
  case = null;

  /** `call` asks the API: (path after the conversation's own, body) → Response or {ok: false}. */
  constructor(conversation, { data, call, room, context, leave }) {
    this.conversation = conversation;
    this.#data = data;
    this.#call = (path, body) =>
      call(`/desk/api/conversations/${encodeURIComponent(conversation)}${path}`, body);
    this.#room = room;
    this.#context = context;
    this.#parts = this.#frame(leave);
    const refresh = () => this.refresh();
    this.#work = new Work(conversation, { data, call: (...asked) => this.#ask(call, ...asked), refresh });
    const act = (name, body) => this.#act(name, body);
    this.#handing = new Handing({ data, call: this.#call, act });
    this.#family = new Family(conversation, { data, call: this.#call, refresh });
    this.#learn = new Learn({ data, call: this.#call, refresh });
    this.#reply = new Reply(conversation, { data, call: this.#call, send: (body) => this.#send(body) });
    this.#translating = new Translating(conversation, { data, call: this.#call, refresh });
    this.#language = new Language({ data, call: this.#call, refresh });
    const likely = (language) => this.#language.likely(language);
    this.#help = new Help({ data, call: this.#call, text: this.#reply.text, likely });
    this.#reply.text.after(this.#help.canned);
    this.#activity = new Activity({ data, call: this.#call, text: this.#reply.text });
  }

  /** Fetches what is new, by its cursor, and shows it; false when there is no such conversation. */
  async refresh() {
    const asked = this.#activity.asking();
    const answer = await this.#call(`?after=${this.seq}`);
    if (!answer.ok) return ![403, 404].includes(answer.status);
    const news = await answer.json().catch(() => null); // a connection that was cut
    if (!news || (this.case && news.case.seq < this.case.seq)) return true;
    for (const event of news.events) this.events.set(event.seq, event);
    readAs(news.read_as, this.events, this.#lines);
    Object.assign(this, { seq: news.case.seq, case: news.case, deliveries: news.deliveries });
    this.#family.show(news.card, news.case.municipality);
    this.#work.show(news.case);
    this.#help.refresh(news.case.seq);
    this.#activity.show(news.activity, asked);
    this.#show();
    this.markRead();
    return true;
  }

  /** Tells the desk how far this has been read, when it is on the screen. */
  markRead() {
    if (document.hidden || !this.#room.contains(this.#parts.head) || this.#readTo >= this.seq) return;
    this.#readTo = this.seq;
    this.#call("/read", { seq: this.seq });
  }

  /** Puts the conversation into its room, and what is known beside it. */
  enter() {
    const { head, problem, log } = this.#parts;
    this.#room.replaceChildren(head, problem, log, this.#activity.node, this.#reply.form);
    this.#context.replaceChildren(
      this.#translating.node,
      this.#understood,
      this.#language.node,
      this.#help.node,
      this.#work.node,
      this.#family.node,
    );
    this.markRead();
    this.#activity.begin();
  }

  /** Tells the others that this lots has left it. */
  away() {
    this.#activity.end();
  }

  /** Gives the focus to the line that says who has the conversation. */
  focus() {
    this.#parts.title.focus();
  }

  /** Shows the newest message. */
  toEnd() {
    this.#parts.log.scrollTop = this.#parts.log.scrollHeight;
  }

  #show() {
    this.#forgetErased();
    const { log, list } = this.#parts;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    const hasLine = (event) => event.type !== "translated" && !taught(event);
    const isNew = [...this.events.values()].filter((event) => hasLine(event) && !this.#lines.has(event.seq));
    for (const event of isNew.sort((a, b) => a.seq - b.seq)) {
      const line = eventLine(event, this.#data);
      this.#lines.set(event.seq, line);
      list.append(line);
    }
    this.#learn.show(this.events, this.#lines);
    for (const [seq, state] of Object.entries(this.deliveries)) {
      const line = this.#lines.get(Number(seq));
      if (line) showDelivery(line, state, this.#data);
    }
    this.#translating.show(this.events, this.#lines);
    this.#reply.reads(this.case.language);
    this.#showContext();
    this.#showOwner();
    if (atEnd && isNew.length) this.toEnd();
  }

  /** After an erasure nothing that was said before it may stay on the screen. */
  #forgetErased() {
    const erased = [...this.events.values()].find((event) => event.state === "erased");
    if (!erased) return;
    this.#family.forget();
    this.#help.forget();
    this.#work.forget();
    this.#reply.forget();
    for (const seq of [...this.events.keys()].filter((one) => one < erased.seq)) {
      this.events.delete(seq);
      this.#lines.get(seq)?.remove();
      this.#lines.delete(seq);
    }
  }

  #showContext() {
    const made = make("div");
    made.append(...contextOf(this, this.#data));
    if (!this.#understood.isEqualNode(made)) this.#understood.replaceChildren(...made.children);
  }

  #showOwner() {
    const { owner, lots_id, lots, language, municipality } = this.case;
    const { words, places } = this.#data;
    const place = places[municipality] ?? words.unknown_place;
    this.#parts.about.textContent = `${place} · ${words[`language_${language}`] ?? language}`;
    const mine = owner === "lots" && lots_id === this.#data.lots_id;
    const erased = [...this.events.values()].some((event) => event.state === "erased");
    this.#language.show(this.case, erased);
    const status = `${owner} ${lots_id} ${erased}`;
    if (status === this.#status) return;
    this.#status = status;
    const { title, acts } = this.#parts;
    const { form } = this.#reply;
    title.className = `owner ${mine ? "own" : owner}`;
    title.textContent = {
      waiting: words.waiting,
      message_left: words.unanswered,
      assistant: words.with_assistant,
      lots: mine ? words.own : words.taken_by.replace("{lots}", lots),
    }[owner];
    const hadFocus = acts.contains(document.activeElement) || form.contains(document.activeElement);
    acts.replaceChildren(...(erased ? [] : this.#actions(owner, mine)));
    form.hidden = !mine || erased;
    this.#help.mayWrite(!form.hidden);
    if (hadFocus && form.hidden) title.focus();
  }

  #actions(owner, mine) {
    const { words } = this.#data;
    if (mine) return ["hand_back", "give", "close"].map((name) => this.#action(name, words[name]));
    if (owner === "lots") return [];
    return [this.#action("claim", owner === "assistant" ? words.step_in : words.claim, "primary")];
  }

  #action(name, label, look = "") {
    const button = make("button", look, label);
    button.type = "button";
    button.dataset.act = name;
    button.disabled = this.#busy;
    const asks = { give: () => this.#handing.give(), close: () => this.#handing.close() };
    button.addEventListener("click", asks[name] ?? (() => this.#act(name)));
    return button;
  }

  /** Asks the desk's API when the path is a whole one, else this conversation's. */
  #ask(call, path, body) {
    return path.startsWith("/desk/") ? call(path, body) : this.#call(path, body);
  }

  async #act(name, body = {}) {
    await this.#alone(async () => {
      const answer = await this.#call(`/${name}`, body);
      await this.refresh();
      const taken = answer.status === 409 && name === "claim" && this.case.lots;
      this.#problem(answer, taken ? this.#data.words.already_taken : this.#data.words.not_yours);
      if (name === "claim" && answer.ok) this.#reply.text.focus();
      else this.focus();
    });
  }

  /** Sends what the reply says, once; true when it is stored. */
  async #send(body) {
    let sent = false;
    await this.#alone(async () => {
      const answer = await this.#call("/reply", body);
      sent = answer.ok;
      if (sent) this.toEnd();
      if (sent) this.#activity.sent();
      this.#problem(answer, this.#data.words.not_yours);
      await this.refresh();
    });
    return sent;
  }

  /** Does one thing at a time: every button waits until it is done. */
  async #alone(work) {
    if (this.#busy) return;
    this.#setBusy(true);
    try {
      await work();
    } finally {
      this.#setBusy(false);
    }
  }

  #setBusy(busy) {
    this.#busy = busy;
    for (const button of this.#parts.acts.children) button.disabled = busy;
    this.#reply.setBusy(busy);
  }

  #problem(answer, conflict) {
    const { words } = this.#data;
    const lost = answer.status === 0 ? words.reconnecting : words.failed;
    const text = answer.ok ? "" : answer.status === 409 ? conflict : lost;
    this.#parts.problem.textContent = text.replace("{lots}", this.case.lots);
  }

  #frame(leave) {
    const { words } = this.#data;
    const head = make("header", "conversation-head");
    const back = make("button", "back", words.back);
    back.type = "button";
    back.addEventListener("click", leave);
    const title = make("h2");
    title.id = "owner";
    title.tabIndex = -1;
    const about = make("p", "about");
    const acts = make("div", "acts");
    head.append(back, title, about, acts);
    const problem = make("p", "problem");
    problem.setAttribute("role", "alert");
    const log = make("div", "log");
    log.setAttribute("role", "log");
    log.setAttribute("aria-labelledby", title.id);
    log.tabIndex = 0;
    const list = make("ol");
    log.append(list);
    return { head, title, about, acts, problem, log, list };
  }
}
