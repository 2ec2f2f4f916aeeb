// @ts-check
/* The panel: puts head, view and composer around a conversation. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { element } from "./elements.js";
import { Header } from "./header.js";
import { Hub } from "./hub.js";
import { Log } from "./messages.js";
import { keepsake } from "./outbox.js";
import { STYLE } from "./style.js";
import { View } from "./view.js";
import { Words } from "./words.js";

const PATIENT_MS = 2_000; // a connection that comes back sooner is not worth a word
const QUIET_MS = 100; // for screen readers to see that the history was there before

/** @typedef {object} PanelOptions
 * @property {string} base the hub's address, with a slash at its end
 * @property {string} municipality
 * @property {string} language
 * @property {HTMLElement} aside where the panel goes
 * @property {HTMLElement} launcher
 * @property {string} openKey where this tab keeps that the panel is open */

/** The panel, ready to be opened. Fails when the hub gives no words.
 * @param {PanelOptions} options */
export async function createPanel(options) {
  const hub = new Hub(options.base);
  const words = new Words(hub);
  await words.use(options.language);
  // only where e-mail is offered; without it the panel is whole all the same
  const offer = words.offers.includes("email") ? await import("./email.js").catch(() => null) : null;
  return new Panel(options, hub, words, offer);
}

class Panel {
  #unread = 0;
  #complaint = 0;
  #lost = false;
  #offline = false;
  /** @type {Promise<import("./activity.js").Activity | null> | null} */
  #activity = null;

  /** @param {PanelOptions} options @param {Hub} hub @param {Words} words
   * @param {typeof import("./email.js") | null} offer */
  constructor({ base, municipality, aside, launcher, openKey }, hub, words, offer) {
    this.aside = aside;
    this.launcher = launcher;
    this.left = keepsake(openKey, "sessionStorage");
    this.words = words;
    const mark = /** @type {Element} */ (launcher.querySelector("svg")?.cloneNode(true));
    this.log = new Log(words, {
      press: ({ title, payload }) => this.talk.write(title, payload),
      retry: (id) => this.talk.outbox.retry(id),
    });
    this.view = new View(words, this.log, this.#viewActions());
    this.composer = new Composer(words, this.#composerActions());
    this.header = new Header(words, mark, this.#headerActions());
    this.dialog = element("dialog", { className: "panel", inert: true, "aria-labelledby": "title" });
    this.email = offer && new offer.EmailOffer(words, this.dialog, (...asked) => this.talk.ask(...asked));
    this.talk = new Conversation({
      base, hub, municipality, language: () => words.language, listener: this.#listener(),
    });
    this.#build();
    this.relabel();
    this.header.show(this.talk, Boolean(this.talk.session));
    this.log.aloud = !this.talk.session;
    this.talk.resume();
  }

  /** Opens the panel. @param {boolean} quietly leaves the focus where it is */
  open(quietly) {
    if (this.dialog.open) return;
    const modal = matchMedia("(max-width: 36em), (max-height: 30em)").matches;
    this.dialog.inert = false;
    if (modal) this.dialog.showModal();
    else if (quietly) this.dialog.setAttribute("open", "");
    else this.dialog.show();
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.left.set(true);
    this.#count(0);
    if (!this.log.empty) this.view.following(() => null, true);
    const writes = !modal && matchMedia("(pointer: fine)").matches; // else a keyboard hides what is said
    if (!quietly) (writes ? this.composer.input : this.header.title).focus();
  }

  close() {
    this.dialog.close();
    this.dialog.inert = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.left.clear();
    this.launcher.focus();
  }

  /** Another language: the labels have changed by themselves, this changes the rest. */
  relabel() {
    this.aside.lang = this.words.language;
    this.header.showLanguages();
    this.view.refresh();
  }

  /** @returns {import("./view.js").ViewActions} */
  #viewActions() {
    return {
      suggest: (text) => this.talk.write(text),
      feedback: (about, helpful) => this.#attempt(() => this.talk.ask("feedback", { about, helpful })),
      forget: () => this.#attempt(() => this.talk.forget()),
      stay: () => this.composer.input.focus(),
    };
  }

  /** @returns {import("./composer.js").ComposerActions} */
  #composerActions() {
    return {
      send: (text) => this.talk.write(text),
      refuse: (key, limit) => this.view.complain(key, { limit: String(limit) }),
    };
  }

  /** @returns {import("./header.js").HeaderActions} */
  #headerActions() {
    return {
      close: () => this.close(),
      language: (language) => this.#speak(language),
      person: () => this.#attempt(() => this.talk.ask("handover")),
      back: () => this.#attempt(() => this.talk.ask("cancel")),
      save: () => this.#attempt(async () => (await import("./transcript.js")).save(this.talk, this.words)),
      forget: () => this.view.askToForget(true),
    };
  }

  #build() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE + (this.email?.style ?? ""));
    const root = /** @type {ShadowRoot} */ (this.aside.getRootNode());
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const foot = element("div", { className: "foot" }, this.view.problem, this.view.confirm, this.composer.node);
    if (this.email) this.view.verdict.after(this.email.node);
    this.dialog.append(this.header.node, this.view.scroller, foot);
    this.aside.append(this.dialog);
    this.words.say(this.aside, "widget.open", {}, "aria-label");
    this.words.say(/** @type {Element} */ (this.launcher.querySelector("span")), "widget.open");
    this.#listen();
  }

  #listen() {
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      if (!this.header.closeMenu() && !this.view.askToForget(false)) this.close();
    });
    this.composer.input.addEventListener("input", () => this.#complainLater());
    const fit = () => this.dialog.style.setProperty("--room", `${visualViewport?.height}px`);
    visualViewport?.addEventListener("resize", fit); // the keyboard of a phone must not hide the input
    fit();
  }

  /** @returns {import("./conversation.js").Listener} */
  #listener() {
    return {
      onEvent: (event, live) => this.#take(event, live),
      onWritten: (entry) => this.#written(entry),
      onOutcome: (entry, outcome) => this.#outcome(entry, outcome),
      onConnection: (state) => {
        if (state === "open") setTimeout(() => (this.log.aloud = true), QUIET_MS);
        if (state !== "open" && this.#activity) this.#signs();
        this.#lost = state === "lost";
        this.#complainLater();
      },
      onActivity: (lots) => this.#signs(lots),
      onGone: () => {
        this.log.clear();
        this.email?.forget();
        this.view.stopTyping();
        this.view.askVerdict(null);
        this.view.refresh();
      },
      onState: () => {
        this.header.show(this.talk, Boolean(this.talk.session));
        const { owner } = this.talk;
        if (this.#activity || owner === "waiting" || owner === "lots") this.#signs();
      },
    };
  }

  /** Shows that this lots writes; "" shows nothing. What shows it is loaded when a person comes in, and
   * the panel is whole without it. @param {string} [lots] */
  async #signs(lots = "") {
    this.#activity ??= import("./activity.js").then(
      ({ Activity }) => new Activity(this.words, this.talk, this.composer, this.view.typing),
      () => (this.#activity = null),
    );
    const signs = await this.#activity;
    if (signs) this.view.following(() => signs.show(lots));
  }

  /** @param {any} event @param {boolean} live */
  #take(event, live) {
    if (event.type === "message") this.#show(event, live);
    if (event.type === "language") this.words.use(event.language).then((changed) => changed && this.relabel(), () => {});
    if (event.type === "feedback") this.view.thank();
    if (event.type === "owner") this.log.expire();
    this.email?.take(event);
    if (this.#complaint) this.#complainLater();
    this.header.show(this.talk, Boolean(this.talk.session));
  }

  /** @param {any} message @param {boolean} live */
  #show(message, live) {
    const spoken = message.from !== "visitor";
    if (spoken) this.view.stopTyping();
    this.view.following(() => {
      const added = this.log.show(message);
      const asks = message.from === "assistant" && message.sources?.length;
      this.view.askVerdict(asks ? message.seq : null);
      this.view.refresh();
      return live && spoken ? added : null;
    }, !live);
    if (live && spoken && !this.dialog.open) this.#count(this.#unread + 1);
  }

  /** @param {import("./outbox.js").Entry} entry */
  #written(entry) {
    this.view.following(() => {
      this.log.write(entry);
      this.view.askVerdict(null);
      this.view.refresh();
      const answers = this.talk.owner === "assistant" || this.talk.owner === "message_left";
      if (answers && entry.state === "sending") this.view.startTyping();
    }, true);
    this.#complainLater();
  }

  /** @param {import("./outbox.js").Entry} entry @param {import("./outbox.js").Outcome} outcome */
  #outcome(entry, outcome) {
    this.#offline = outcome === "later";
    this.#complainLater();
    if (outcome === "stored") this.log.sent(entry.id);
    if (typeof outcome === "string") return;
    this.view.stopTyping();
    this.log.fail(entry, outcome.code, outcome.detail);
    if (outcome.code !== "too_long") return;
    this.composer.limit = Number(outcome.detail.match(/\d+/)?.[0] ?? this.composer.limit);
    this.composer.putBack(entry.text);
  }

  /** What is wrong with the connection, as a phrase; nothing when all is well. */
  get #wrong() {
    if (this.#offline && this.talk.outbox.entries().length) return "error.offline";
    return this.#lost ? "widget.reconnecting" : "";
  }

  /** Says what is wrong if it still is in a while; takes it back at once. */
  #complainLater() {
    if (this.#wrong) {
      this.#complaint ||= setTimeout(() => this.view.complain(this.#wrong), PATIENT_MS);
      return;
    }
    clearTimeout(this.#complaint);
    this.#complaint = 0;
    this.view.complain();
  }

  /** Does what the visitor asked for, or says that it did not work.
   * @param {() => Promise<void>} work */
  async #attempt(work) {
    this.view.complain();
    try {
      await work();
    } catch {
      this.view.complain("error.failed");
    }
  }

  /** @param {string} language */
  #speak(language) {
    return this.#attempt(async () => {
      if (await this.words.use(language)) this.relabel();
      if (this.talk.session) await this.talk.ask("language", { language });
    });
  }

  /** Shows on the launcher how many messages came while the panel was closed. @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    this.launcher.querySelector(".unread")?.remove();
    if (!unread) return;
    const label = this.words.say(element("span", { className: "unseen" }), "widget.unread");
    this.launcher.append(element("span", { className: "unread" }, label, " ", String(unread)));
  }
}
