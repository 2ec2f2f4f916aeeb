// @ts-check
/*
 * The loader: one line on the embedding page,
 *   <script src="https://HUB/w/farled.js" data-municipality="lulea" data-language="auto" async></script>
 * It shows the launcher and asks for nothing more until the visitor opens it.
 */
(() => {
  /** The launcher's words by language; the hub fills them in from content/phrases (served.py).
   * @type {Record<string, {open: string, failed: string}>} */
  const WORDS = {};

  const STYLE = `
    :host { all: initial; font: medium/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial,
      sans-serif; position: fixed; z-index: 2147483000; inset-block-end: 1.25em;
      inset-inline-end: 1.25em; color-scheme: light dark; }
    [hidden] { display: none !important; }
    .launcher { all: unset; box-sizing: border-box; cursor: pointer; display: flex; gap: .65em;
      align-items: center; max-inline-size: calc(100vw - 2.5em); min-block-size: 3.5em;
      padding: .5em 1.4em .5em .9em; border: 2px solid transparent; border-radius: 2em;
      background: #0b2f4e; color: #fff; font-weight: 600;
      box-shadow: 0 0 0 1px #ffffff40, 0 .5em 1.75em #061b2e52; }
    .launcher:hover { background: #14507d; }
    .launcher:focus-visible { outline: 3px solid #fff; outline-offset: 0;
      box-shadow: 0 0 0 6px #14507d; }
    .launcher[aria-busy] { cursor: progress; }
    .mark { inline-size: 1.9em; block-size: 1.9em; flex: none; }
    .unread { min-inline-size: 1.6em; border-radius: 1em; background: #9fe8cf; color: #0b2f4e;
      text-align: center; padding-inline: .35em; }
    .failed { position: absolute; inset-inline-end: 0; inset-block-end: 4.25em; margin: 0;
      inline-size: max-content; max-inline-size: min(20em, 80vw); padding: .6em .9em;
      border: 1px solid #7a8b98; border-radius: .6em; background: #fff; color: #14212b; }
    @media (forced-colors: active) {
      .launcher { border-color: ButtonText; }
      .launcher:focus-visible { outline-color: Highlight; }
    }`;

  const script = /** @type {HTMLScriptElement} */ (
    document.currentScript ?? document.querySelector('script[src*="/w/farled.js"]')
  );
  const base = new URL("..", script.src).href;
  const municipality = script.dataset.municipality ?? "";
  const language = chooseLanguage(script.dataset.language ?? "auto");

  /** The first language of ours among what the embedder, the page and the browser name.
   * @param {string} asked */
  function chooseLanguage(asked) {
    const hints = asked === "auto" ? [document.documentElement.lang, ...navigator.languages] : [asked];
    const tags = hints.map((hint) => hint.toLowerCase().split("-")[0]);
    return tags.find((tag) => tag in WORDS) ?? Object.keys(WORDS)[0];
  }

  /** Whether the visitor left the panel open on the page before this one.
   * @param {string} key */
  function wasOpen(key) {
    try {
      return sessionStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  }

  /** Farled's sign: a speech bubble with the two marks of a fairway. */
  function mark() {
    const make = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      return node;
    };
    const sign = make("svg", { viewBox: "0 0 32 32", class: "mark", "aria-hidden": "true" });
    sign.append(
      make("path", {
        d: "M8 4h16a6 6 0 0 1 6 6v9a6 6 0 0 1-6 6H14l-6.5 4.6V25A6 6 0 0 1 2 19v-9a6 6 0 0 1 6-6z",
        fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linejoin": "round",
      }),
      make("path", { d: "M8.5 9.5h4v10h-4z", fill: "#ff9b85" }),
      make("path", { d: "M21.5 8.5l3.2 11h-6.4z", fill: "#9fe8cf" }),
    );
    return sign;
  }

  class Farled extends HTMLElement {
    /** @type {Promise<{open(quietly: boolean): void}> | undefined} */
    #panel;

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const aside = document.createElement("aside");
      aside.lang = language;
      aside.setAttribute("aria-label", WORDS[language].open);
      const launcher = this.#launcher();
      const failed = document.createElement("p");
      failed.className = "failed";
      failed.hidden = true;
      failed.setAttribute("role", "status");
      aside.append(launcher, failed);
      root.append(aside);
      const openKey = `farled/${base}/open`;
      launcher.addEventListener("click", () => this.#open({ aside, launcher, failed, openKey }, false));
      const roomy = matchMedia("(min-width: 36em) and (min-height: 30em)").matches;
      if (roomy && wasOpen(openKey)) this.#open({ aside, launcher, failed, openKey }, true);
    }

    #launcher() {
      const launcher = document.createElement("button");
      launcher.type = "button";
      launcher.className = "launcher";
      launcher.setAttribute("aria-haspopup", "dialog");
      launcher.setAttribute("aria-expanded", "false");
      const label = document.createElement("span");
      label.textContent = WORDS[language].open;
      launcher.append(mark(), label);
      return launcher;
    }

    /** @param {{aside: HTMLElement, launcher: HTMLElement, failed: HTMLElement, openKey: string}} parts
     * @param {boolean} quietly when the page, not the visitor, opens it: focus stays where it is */
    async #open({ aside, launcher, failed, openKey }, quietly) {
      failed.hidden = true;
      launcher.setAttribute("aria-busy", "true");
      this.#panel ??= import(`${base}w/panel.js`).then((module) =>
        module.createPanel({ base, municipality, language, aside, launcher, openKey }),
      );
      try {
        (await this.#panel).open(quietly);
      } catch {
        this.#panel = undefined;
        failed.textContent = WORDS[language].failed;
        failed.hidden = false;
      }
      launcher.removeAttribute("aria-busy");
    }
  }

  const start = () => {
    if (customElements.get("farled-widget")) return;
    customElements.define("farled-widget", Farled);
    document.body.append(document.createElement("farled-widget"));
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
