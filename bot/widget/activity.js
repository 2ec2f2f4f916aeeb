// @ts-check
/* That the lots writes, and that the visitor does: never what, and only while a person is there. */

import { element } from "./elements.js";

const TELL_MS = 3_000; // the hub believes for eight seconds that somebody writes
const SAY_AGAIN_MS = 60_000;
const SAID_MS = 2_000;

export class Activity {
  #toldAt = -Infinity;
  #saidAt = -Infinity;

  /** @param {import("./words.js").Words} words @param {import("./conversation.js").Conversation} talk
   * @param {import("./composer.js").Composer} composer @param {Element} place before which it is shown */
  constructor(words, talk, composer, place) {
    this.words = words;
    this.talk = talk;
    this.shown = element("p", { className: "writing" });
    this.aloud = element("p", { className: "unseen", role: "status" });
    place.before(element("div", {}, this.shown, this.aloud));
    const { input, node } = composer;
    input.addEventListener("input", () => this.#typed(input.value.trim() !== ""));
    node.addEventListener("submit", () => (this.#toldAt = -Infinity)); // what is stored ends the sign
  }

  /** Shows that this lots writes; "" shows nothing. @param {string} lots */
  show(lots) {
    this.shown.replaceChildren();
    if (!lots) return;
    const dots = element("span", { className: "dots", "aria-hidden": "true" });
    dots.append(element("i"), element("i"), element("i"));
    this.shown.append(this.words.say(element("span"), "widget.lots_writing", { lots }), " ", dots);
    if (Date.now() - this.#saidAt < SAY_AGAIN_MS) return;
    this.#saidAt = Date.now();
    this.words.say(this.aloud, "widget.lots_writing", { lots });
    setTimeout(() => this.words.hush(this.aloud), SAID_MS);
  }

  /** @param {boolean} writing */
  #typed(writing) {
    const { owner, session } = this.talk;
    if (!session || (owner !== "waiting" && owner !== "lots")) return;
    if (Date.now() - this.#toldAt < TELL_MS ? writing : !writing && this.#toldAt === -Infinity) return;
    this.#toldAt = writing ? Date.now() : -Infinity;
    this.talk.hub.post(session, "activity", { writing }).catch(() => {}); // it is no loss
  }
}
