// @ts-check
/*
 * Server-sent events read by `fetch`, because a token belongs in a header and EventSource has none.
 * A stream that was cut goes on after the last event it gave; widget and desk share this file.
 */

/** @typedef {{id: string, type: string, data: any, live: boolean}} StreamEvent
 * One event; `live` is false for what was already there when the stream was opened. */
/** @typedef {"connecting" | "open" | "lost" | "refused" | "closed"} StreamState
 * "refused" is final: the server said (by a 4xx) that asking again is no use. */
/** @typedef {object} StreamOptions
 * @property {string} url
 * @property {Record<string, string>} [headers]
 * @property {number | string} [after] the id after which to begin
 * @property {boolean} [catchUp] fetch what is already there as one JSON list first
 * @property {number} [silenceMs] how long a stream may be silent before it counts as dead
 * @property {(event: StreamEvent) => void} onEvent
 * @property {(state: StreamState, status?: number) => void} [onState] */

const SILENCE_MS = 40_000; // the hub's heartbeat comes every 15 s
const SHORTEST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 15_000;
const POLL_MS = 3_000;
const TRY_AGAIN = new Set([408, 425, 429]);

/** Opens a stream that stays open until `close()`, through lost connections and sleep.
 * @param {StreamOptions} options
 * @returns {{close(): void}} */
export function openStream(options) {
  const stream = new Stream(options);
  stream.run();
  return stream;
}

/** How long to wait before try number `tries` + 1: doubling, with chance so that not all come at once.
 * @param {number} tries */
export function backoff(tries) {
  return Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** tries) * (0.5 + Math.random() / 2);
}

/** A time to wait that can be ended before. */
export class Pause {
  end = () => {};

  /** @param {number} ms */
  take(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.end = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }
}

/** A function that takes text of an event stream, in pieces as they come, and gives its events.
 * @param {(id: string | undefined, type: string, data: string) => void} onEvent */
export function eventParser(onEvent) {
  let rest = "";
  let type = "";
  /** @type {string | undefined} */
  let id;
  /** @type {string[]} */
  let data = [];
  /** @param {string} line */
  const take = (line) => {
    if (line === "") {
      if (data.length) onEvent(id, type || "message", data.join("\n"));
      type = "";
      data = [];
      return;
    }
    const [, field, value] = /** @type {string[]} */ (/^([^:]*):? ?(.*)$/s.exec(line));
    if (field === "data") data.push(value);
    if (field === "event") type = value;
    if (field === "id") id = value;
  };
  return (/** @type {string} */ piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    lines.forEach(take);
  };
}

class Stream {
  #tries = 0;
  #closed = false;
  #heardAt = 0;
  #polls = false;
  #abort = new AbortController();
  #pause = new Pause();
  #ears = new AbortController();

  /** @param {StreamOptions} options */
  constructor(options) {
    this.options = { silenceMs: SILENCE_MS, headers: {}, ...options };
    this.cursor = String(options.after ?? "");
    this.behind = options.catchUp ?? false;
    const listening = { signal: this.#ears.signal };
    document.addEventListener("visibilitychange", () => this.#resync(), listening);
    for (const name of ["online", "pageshow"]) addEventListener(name, () => this.#resync(), listening);
    for (const name of ["offline", "pagehide"]) addEventListener(name, () => this.#abort.abort(), listening);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#ears.abort();
    this.#abort.abort();
    this.#pause.end();
    this.#say("closed");
  }

  async run() {
    this.#say("connecting");
    while (!this.#closed) {
      const calm = await this.#connection();
      if (this.#closed) return;
      if (!calm) this.#say("lost");
      await this.#pause.take(calm ? POLL_MS : backoff(this.#tries++));
    }
  }

  /** One connection, until it ends; true when it ended as it should (a list that was fetched).
   * @returns {Promise<boolean>} */
  async #connection() {
    this.#abort = new AbortController();
    try {
      if (!this.behind && !this.#polls) return await this.#listen();
      await this.#fetchList();
    } catch {
      return false;
    }
    const first = this.behind;
    this.behind = false;
    return first ? this.#connection() : true;
  }

  async #listen() {
    let heard = false;
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      this.#heardAt = Date.now();
      timer = setTimeout(() => {
        this.#polls ||= !heard; // a proxy holds the stream back: ask for lists instead
        this.#abort.abort();
      }, this.options.silenceMs);
    };
    alive();
    try {
      const response = await this.#ask("text/event-stream");
      this.#say("open");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parse = eventParser((id, type, data) => this.#give(id, type, JSON.parse(data), true));
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return false;
        heard = true;
        this.#tries = 0;
        alive();
        parse(value);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async #fetchList() {
    const timer = setTimeout(() => this.#abort.abort(), this.options.silenceMs);
    try {
      const response = await this.#ask("application/json");
      const live = !this.behind;
      for (const data of await response.json()) this.#give(String(data.seq), data.type, data, live);
      this.#heardAt = Date.now();
      this.#tries = 0;
      this.#say("open");
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} accept @returns {Promise<any>} */
  async #ask(accept) {
    const url = new URL(this.options.url, location.href);
    /** @type {Record<string, string>} */
    const headers = { ...this.options.headers, Accept: accept };
    if (this.cursor) {
      url.searchParams.set("after", this.cursor);
      headers["Last-Event-ID"] = this.cursor;
    }
    const response = await fetch(url, { headers, signal: this.#abort.signal, cache: "no-store" });
    if (response.ok) return response;
    if (response.status < 500 && !TRY_AGAIN.has(response.status)) {
      this.#say("refused", response.status);
      this.close();
    }
    throw new Error(`the stream answered ${response.status}`);
  }

  /** @param {string | undefined} id @param {string} type @param {any} data @param {boolean} live */
  #give(id, type, data, live) {
    if (this.#closed) return;
    try {
      this.options.onEvent({ id: id ?? "", type, data, live });
    } catch (error) {
      reportError(error); // one event that cannot be shown must not stop those after it
    }
    if (id) this.cursor = id;
  }

  /** Comes back at once after sleep, a lost network or the back button. */
  #resync() {
    if (document.visibilityState === "hidden") return;
    this.#pause.end();
    if (Date.now() - this.#heardAt > this.options.silenceMs / 2) this.#abort.abort();
  }

  /** @param {StreamState} state @param {number} [status] */
  #say(state, status) {
    if (!this.#closed || state === "closed") this.options.onState?.(state, status);
  }
}
