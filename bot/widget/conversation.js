// @ts-check
/*
 * A visitor's conversation as the browser knows it: its session, what waits to be sent, who may
 * speak, and the stream of events. The hub's log is the truth; this only follows it.
 */

import { HubError } from "./hub.js";
import { Outbox, alone, keepsake } from "./outbox.js";
import { openStream } from "./stream.js";

/** @typedef {object} Listener
 * @property {(event: any, live: boolean) => void} onEvent each event of the log once, in order
 * @property {(entry: import("./outbox.js").Entry) => void} onWritten a message was put in the outbox
 * @property {(entry: import("./outbox.js").Entry, outcome: import("./outbox.js").Outcome) => void} onOutcome
 * @property {(state: import("./stream.js").StreamState) => void} onConnection
 * @property {(lots: string) => void} onActivity this lots writes now; "" when nobody does
 * @property {() => void} onGone the conversation is no more; the next message begins another
 * @property {() => void} onState session or owner may be another */

export class Conversation {
  /** @type {"assistant" | "waiting" | "lots" | "message_left"} */
  owner = "assistant";
  lots = "";
  #seq = 0;
  #streamed = "";
  /** @type {{close(): void} | undefined} */
  #stream;

  /** @param {{base: string, hub: import("./hub.js").Hub, municipality: string, language: () => string,
   *   listener: Listener}} options */
  constructor({ base, hub, municipality, language, listener }) {
    this.hub = hub;
    this.municipality = municipality;
    this.language = language;
    this.listener = listener;
    this.key = `farled/${base}/${municipality}`;
    this.kept = keepsake(this.key);
    const unsent = keepsake(`${this.key}/unsent`);
    this.outbox = new Outbox(this.key, unsent, (entry) => this.#send(entry), listener.onOutcome);
    addEventListener("storage", (event) => event.key === this.key && this.#follow(false));
  }

  /** @returns {import("./hub.js").Session | null} */
  get session() {
    return this.kept.get();
  }

  /** Shows what there is already, and sends what was not sent. */
  resume() {
    this.#follow(true);
    this.outbox.entries().forEach(this.listener.onWritten);
    this.outbox.flush();
  }

  /** @param {string} text @param {string} [payload] */
  write(text, payload) {
    this.listener.onWritten(this.outbox.add(text, payload));
  }

  /** Asks the hub for something else than an answer: handover, cancel, feedback, language.
   * @param {string} what @param {object} [body] */
  async ask(what, body) {
    await this.hub.post(await this.#begun(), what, body);
  }

  /** Forgets the conversation, as far as the municipality allows at once. */
  async forget() {
    const session = this.session;
    if (!session) return;
    const { state } = await this.hub.forget(session);
    if (state === "erased") this.#forgotten(session);
  }

  /** The conversation's session; there is one after this. */
  #begun() {
    return alone(`${this.key}/begin`, async () => {
      const kept = this.session;
      if (kept) return kept;
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
      const about = {
        municipality: this.municipality || undefined, language: this.language(), time_zone: timeZone,
      };
      const session = await this.hub.begin(about);
      this.kept.set(session);
      this.#follow(false);
      return session;
    });
  }

  /** @param {import("./outbox.js").Entry} entry @returns {Promise<import("./outbox.js").Outcome>} */
  async #send({ id, text, payload }) {
    let session;
    try {
      session = await this.#begun();
      await this.hub.post(session, "messages", payload ? { id, payload } : { id, text });
      return "stored";
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const gone = error.code === "unknown_conversation" || error.code === "erased";
      if (gone && session) this.#lose(session);
      if (error.passing || (gone && !payload)) return "later";
      return { code: gone ? "unknown_button" : error.code, detail: error.message };
    }
  }

  /** Listens to the session's events, if there is a session and we do not yet.
   * @param {boolean} catchUp whether there are events that the visitor has seen before */
  #follow(catchUp) {
    const session = this.session;
    if (!session || session.conversation === this.#streamed) return;
    this.#stream?.close();
    if (this.#streamed) this.listener.onGone();
    this.#streamed = session.conversation;
    this.#seq = 0;
    this.#setOwner("assistant", "");
    this.#stream = openStream({
      ...this.hub.events(session),
      catchUp,
      onEvent: ({ type, data, live }) =>
        type === "activity" ? this.listener.onActivity(data.lots ?? "") : this.#take(data, live, session),
      onState: (state) => this.#connection(state, session),
    });
  }

  /** @param {import("./stream.js").StreamState} state @param {import("./hub.js").Session} session */
  #connection(state, session) {
    if (state === "refused") this.#lose(session);
    this.listener.onConnection(state);
  }

  /** @param {any} event @param {boolean} live @param {import("./hub.js").Session} session */
  #take(event, live, session) {
    if (!(event.seq > this.#seq)) return;
    this.#seq = event.seq;
    if (event.id) this.outbox.settle(event.id);
    if (event.type === "owner") this.#setOwner(event.owner, event.lots ?? "");
    if (event.type === "erased" && event.state === "erased") this.#forgotten(session);
    this.listener.onEvent(event, live);
  }

  /** @param {any} owner @param {string} lots */
  #setOwner(owner, lots) {
    this.owner = owner;
    this.lots = lots;
    this.listener.onState();
  }

  /** The hub forgot the visitor: so does this browser. The stream still brings the farewell.
   * @param {import("./hub.js").Session} session */
  #forgotten(session) {
    if (this.#streamed !== session.conversation) return;
    this.kept.clear();
    this.outbox.clear();
    this.#end();
  }

  /** The hub no longer knows this session. @param {import("./hub.js").Session} session */
  #lose(session) {
    if (this.session?.conversation === session.conversation) this.kept.clear();
    if (this.#streamed !== session.conversation) return;
    this.#stream?.close();
    this.#end();
    this.outbox.entries().forEach(this.listener.onWritten);
  }

  #end() {
    this.#streamed = "";
    this.listener.onGone();
    this.#setOwner("assistant", "");
  }
}
