// @ts-check
/* The hub's public API, and nothing else of the hub. */

/** @typedef {{conversation: string, token: string}} Session */

const PATIENCE_MS = 20_000;

/** The hub refused, or was not reached; `code` is the API's own, or "unreachable". */
export class HubError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }

  /** True when the same request may succeed later. */
  get passing() {
    return this.code === "unreachable";
  }
}

export class Hub {
  /** @param {string} base the hub's address, with a slash at its end */
  constructor(base) {
    this.api = `${base}api/`;
  }

  /** @param {string} language
   * @returns {Promise<{language: string, phrases: Record<string, Record<string, string>>,
   *   languages: Record<string, string>, offers?: string[]}>} */
  phrases(language) {
    return this.#call("GET", `phrases/${language}`);
  }

  /** @param {{municipality?: string, language: string}} about @returns {Promise<Session>} */
  begin(about) {
    return this.#call("POST", "conversations", null, about);
  }

  /** @param {Session} session @param {string} what messages, handover, cancel, feedback, language
   * @param {object} [body] */
  post(session, what, body = {}) {
    return this.#call("POST", `conversations/${session.conversation}/${what}`, session, body);
  }

  /** @param {Session} session @returns {Promise<{events: any[]}>} */
  transcript(session) {
    return this.#call("GET", `conversations/${session.conversation}/transcript`, session);
  }

  /** @param {Session} session @returns {Promise<{receipt: string, state: string}>} */
  forget(session) {
    return this.#call("DELETE", `conversations/${session.conversation}`, session);
  }

  /** Where a conversation's events are read, and with what headers.
   * @param {Session} session */
  events(session) {
    return {
      url: `${this.api}conversations/${session.conversation}/events`,
      headers: { Authorization: `Bearer ${session.token}` },
    };
  }

  /** @param {string} method @param {string} path @param {Session | null} [session]
   * @param {object} [body] @returns {Promise<any>} */
  async #call(method, path, session, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (session) headers.Authorization = `Bearer ${session.token}`;
    if (body) headers["Content-Type"] = "application/json";
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
    try {
      const response = await fetch(this.api + path, {
        method, headers, body: body && JSON.stringify(body), signal: abort.signal, credentials: "omit",
      });
      if (response.status >= 500) throw new HubError("unreachable", `answered ${response.status}`);
      const answer = await response.json();
      if (!response.ok) throw new HubError(answer.error?.code ?? "invalid", answer.error?.message ?? "");
      return answer;
    } catch (error) {
      throw error instanceof HubError ? error : new HubError("unreachable", String(error));
    } finally {
      clearTimeout(timer);
    }
  }
}
