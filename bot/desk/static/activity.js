// Who else has the open case on the screen and who writes in it; and that this lots does. Never what.

import { fill, make } from "./elements.js";

const BEAT_MS = 25_000; // the desk believes for a minute that somebody reads
const WRITING_MS = 3_000; // and for eight seconds that somebody writes
const LOOK_AGAIN_MS = 9_000;
const SAY_AGAIN_MS = 60_000;
const SAID_MS = 2_000;

/** The signs of life of one conversation, as `node`; `call` asks the conversation's API. */
export class Activity {
  #data;
  #call;
  #beat = 0;
  #look = 0;
  #ears = new AbortController();
  #toldAt = -Infinity;
  #asked = 0;
  #shown = 0;
  #said = new Map();
  #lines = make("p");
  #aloud = make("p", "unseen");

  node = make("div", "activity");

  constructor({ data, call, text }) {
    this.#data = data;
    this.#call = call;
    this.#aloud.setAttribute("role", "status");
    this.node.append(this.#lines, this.#aloud);
    text.addEventListener("input", () => this.#typed(text.value !== ""));
  }

  /** Tells the others that this lots has the case open, until `end`. */
  begin() {
    if (this.#beat) return;
    this.#beat = setInterval(() => this.#tell(false), BEAT_MS);
    this.#ears = new AbortController();
    const { signal } = this.#ears;
    document.addEventListener("visibilitychange", () => this.#tell(false), { signal });
    this.#tell(false);
  }

  /** Tells the others that this lots has left the case. */
  end() {
    if (!this.#beat) return;
    clearInterval(this.#beat);
    clearTimeout(this.#look);
    this.#ears.abort();
    this.#beat = 0;
    this.#call("/activity", { writing: false, reading: false });
  }

  /** What was written is sent: what comes next begins anew. */
  sent() {
    this.#toldAt = -Infinity;
  }

  /** The number of a question: an answer that an older question brings late is not shown. */
  asking() {
    this.#asked += 1;
    return this.#asked;
  }

  /** Shows who is there, as question `asked` was told, and says what was not said for a while. */
  show({ lotsar, visitor_writes }, asked) {
    if (asked < this.#shown) return;
    this.#shown = asked;
    const { words, lots_id } = this.#data;
    const others = lotsar.filter((one) => one.id !== lots_id);
    const lines = others.map((one) => fill(one.writes ? words.writes : words.reads_too, { lots: one.name }));
    if (visitor_writes) lines.push(words.visitor_writes);
    const text = lines.join(" ");
    if (this.#lines.textContent !== text) {
      this.#lines.textContent = text;
      this.#say(lines.filter((line) => this.#isNews(line)).join(" "));
    }
    clearTimeout(this.#look);
    const fades = this.#beat && (visitor_writes || others.some((one) => one.writes));
    if (fades) this.#look = setTimeout(() => this.#tell(false), LOOK_AGAIN_MS);
  }

  /** Says it to screen readers, and leaves nothing to be found twice. */
  #say(text) {
    if (!text) return;
    this.#aloud.textContent = text;
    setTimeout(() => (this.#aloud.textContent = ""), SAID_MS);
  }

  #isNews(line) {
    const news = Date.now() - (this.#said.get(line) ?? -Infinity) > SAY_AGAIN_MS;
    if (news) this.#said.set(line, Date.now());
    return news;
  }

  #typed(writes) {
    if (writes && Date.now() - this.#toldAt < WRITING_MS) return;
    this.#toldAt = writes ? Date.now() : -Infinity;
    this.#tell(writes);
  }

  async #tell(writing) {
    if (document.hidden) return;
    const lately = Date.now() - this.#toldAt < WRITING_MS; // a beat must not say that she stopped
    const asked = this.asking();
    const answer = await this.#call("/activity", { writing: writing || lately });
    const news = answer.ok ? await answer.json().catch(() => null) : null;
    if (news && this.#beat) this.show(news.activity, asked);
  }
}
