// @ts-check
/*
 * Messages that the hub has not acknowledged: kept in the browser, sent one by one in order, each
 * under one id for ever, so that sending twice is storing once. All tabs share one outbox.
 * Where the browser keeps nothing (private mode, blocked), this page does while it is open.
 */

import { Pause, backoff } from "./stream.js";

/** @typedef {object} Entry
 * @property {string} id
 * @property {string} text what the visitor wrote, or the title of the button
 * @property {string} [payload] the button
 * @property {string} at when it was written
 * @property {"sending" | "failed"} state
 * @property {string} [code] why it failed
 * @property {string} [detail] the hub's words about that */
/** @typedef {"stored" | "later" | {code: string, detail: string}} Outcome
 * "later" when the hub was not reached; a code when it refused. */

/** What is refused however often it is tried. */
export const HOPELESS = new Set(["too_long", "empty", "unknown_button", "invalid"]);

export class Outbox {
  #running = false;
  #pause = new Pause();

  /** @param {string} key
   * @param {Keepsake} kept
   * @param {(entry: Entry) => Promise<Outcome>} send
   * @param {(entry: Entry, outcome: Outcome) => void} onOutcome */
  constructor(key, kept, send, onOutcome) {
    this.key = key;
    this.kept = kept;
    this.send = send;
    this.onOutcome = onOutcome;
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
  }

  /** What waits, oldest first. @returns {Entry[]} */
  entries() {
    return this.kept.get() ?? [];
  }

  /** Keeps a message and begins to send it.
   * @param {string} text @param {string} [payload] @returns {Entry} */
  add(text, payload) {
    /** @type {Entry} */
    const entry = { id: newId(), text, payload, at: new Date().toISOString(), state: "sending" };
    this.#save([...this.entries(), entry]);
    this.flush();
    return entry;
  }

  /** Sends a failed message again. @param {string} id */
  retry(id) {
    this.#change(id, { state: "sending", code: undefined });
    this.flush();
  }

  /** Lets go of a message that the hub has. @param {string} id */
  settle(id) {
    const entries = this.entries();
    if (entries.some((entry) => entry.id === id)) this.#save(entries.filter((entry) => entry.id !== id));
  }

  /** Lets go of everything. */
  clear() {
    this.kept.clear();
  }

  /** Sends what waits; does nothing when nothing does. */
  async flush() {
    this.#pause.end();
    if (this.#running || !this.#next()) return;
    this.#running = true;
    await alone(`${this.key}/outbox`, () => this.#sendAll());
    this.#running = false;
    if (this.#next()) this.flush();
  }

  async #sendAll() {
    let tries = 0;
    for (let entry = this.#next(); entry; entry = this.#next()) {
      const outcome = await this.send(entry);
      this.#keep(entry, outcome);
      this.onOutcome(entry, outcome);
      if (outcome === "later") await this.#pause.take(backoff(tries++));
      else tries = 0;
    }
  }

  /** @param {Entry} entry @param {Outcome} outcome */
  #keep(entry, outcome) {
    if (outcome === "stored") this.settle(entry.id);
    if (typeof outcome === "string") return;
    if (HOPELESS.has(outcome.code)) this.settle(entry.id);
    else this.#change(entry.id, { state: "failed", ...outcome });
  }

  #next() {
    return this.entries().find((entry) => entry.state === "sending");
  }

  /** @param {string} id @param {Partial<Entry>} changes */
  #change(id, changes) {
    this.#save(this.entries().map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)));
  }

  /** @param {Entry[]} entries */
  #save(entries) {
    if (entries.length) this.kept.set(entries);
    else this.kept.clear();
  }
}

/** An id that no other message has; `randomUUID` is missing on pages without HTTPS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @typedef {{get(): any, set(value: any): void, clear(): void}} Keepsake */

/** One named value that all tabs keep, or this tab alone; null while it has none.
 * @param {string} key
 * @param {"localStorage" | "sessionStorage"} [storage]
 * @returns {Keepsake} */
export function keepsake(key, storage = "localStorage") {
  let fallback = "null";
  return {
    get() {
      try {
        return JSON.parse(window[storage].getItem(key) ?? fallback);
      } catch {
        return JSON.parse(fallback);
      }
    },
    set(value) {
      try {
        window[storage].setItem(key, JSON.stringify(value));
        fallback = "null";
      } catch {
        fallback = JSON.stringify(value);
      }
    },
    clear() {
      fallback = "null";
      try {
        window[storage].removeItem(key);
      } catch {
        return; // what cannot be reached has kept nothing
      }
    },
  };
}

/** Runs `work` while no other tab runs work of that name (without HTTPS there are no locks, and
 * the hub alone keeps doubles out).
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} */
export async function alone(name, work) {
  return navigator.locks ? await navigator.locks.request(name, work) : work();
}
