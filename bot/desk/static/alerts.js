// Notifications of the browser and a tone, both off until a lots turns them on in this browser.
// Neither carries a word of the visitor's.

const NOTIFY = "farled-alerts-notify";
const SOUND = "farled-alerts-sound";
const TONE = "/desk/static/tone.wav";
const QUIET_MS = 3_000;

/** Tells of what is new for this lots. */
export class Alerts {
  #data;
  #choose;
  #before = null;
  #shown = new Map();
  #soundedAt = -Infinity;
  #notify = document.getElementById("alerts-notify");
  #sound = document.getElementById("alerts-sound");
  #told = document.getElementById("alerts-told");

  /** `choose` opens a case. */
  constructor(data, choose) {
    this.#data = data;
    this.#choose = choose;
    this.#notify.checked = kept(NOTIFY) && permission() === "granted";
    this.#sound.checked = kept(SOUND);
    if (kept(NOTIFY)) this.#explain();
    this.#notify.addEventListener("change", () => this.#switchNotify());
    this.#sound.addEventListener("change", () => {
      keep(SOUND, this.#sound.checked);
      if (this.#sound.checked) this.#play();
    });
    document.addEventListener("visibilitychange", () => document.hidden || this.#takeBack());
  }

  /** Compares the lists with those before; `open` is the conversation on the screen, if any. */
  look(lists, open) {
    const before = this.#before;
    this.#before = new Map(
      Object.entries(lists).flatMap(([name, cases]) => cases.map((one) => [one.conversation, { name, one }])),
    );
    if (!before) return; // what was there already is no news
    const news = [];
    for (const [conversation, { name, one }] of this.#before) {
      const word = this.#news(name, one, before.get(conversation));
      if (word && (document.hidden || conversation !== open)) news.push({ word, one });
    }
    if (!news.length) return;
    if (this.#sound.checked) this.#play();
    if (!this.#notify.checked || !document.hidden) return;
    for (const { word, one } of news.sort((a, b) => b.one.urgent - a.one.urgent)) this.#show(word, one);
  }

  /** Why a case is news to this lots; "" when it is not. */
  #news(name, one, before) {
    const { words } = this.#data;
    if (name !== "own" && one.whose === "other") return "";
    if (name === "waiting") {
      if (before?.name !== name) return words.alert_case;
      return one.reminded && !before.one.reminded ? words.alert_waiting : "";
    }
    if (name === "unanswered") return before?.name === "waiting" ? words.alert_left : "";
    if (name !== "own") return "";
    if (before?.name !== name) return words.alert_given;
    return one.to_answer && one.unread > before.one.unread ? words.new_message : "";
  }

  #show(word, one) {
    const { words, places } = this.#data;
    const what = one.urgent ? `${words.crisis}: ${word}` : word;
    const place = places[one.municipality] ?? words.unknown_place;
    const body = `${place}, ${words[`language_${one.language}`] ?? one.language}`;
    const about = { tag: one.conversation, renotify: true, silent: true, icon: "/desk/static/icon.svg" };
    try {
      const shown = new Notification(what, { ...about, body, lang: document.documentElement.lang });
      shown.onclick = () => {
        window.focus();
        this.#choose(one.conversation);
        shown.close();
      };
      this.#shown.set(one.conversation, shown);
    } catch {
      this.#refuse(words.alerts_missing); // browsers of phones have the name, but show nothing
    }
  }

  #takeBack() {
    for (const shown of this.#shown.values()) shown.close();
    this.#shown.clear();
  }

  async #switchNotify() {
    const wanted = this.#notify.checked;
    keep(NOTIFY, wanted);
    if (wanted && permission() === "default") await Notification.requestPermission();
    if (wanted && permission() !== "granted") this.#notify.checked = false;
    this.#told.textContent = "";
    if (wanted) this.#explain();
  }

  /** Says why there are no notifications although they were wanted. */
  #explain() {
    const { words } = this.#data;
    const why = { denied: words.alerts_denied, default: words.alerts_denied, "": words.alerts_missing };
    const text = why[permission()];
    if (text) this.#refuse(text);
  }

  #refuse(text) {
    this.#notify.checked = false;
    this.#told.textContent = text;
  }

  async #play() {
    if (Date.now() - this.#soundedAt < QUIET_MS) return;
    this.#soundedAt = Date.now();
    try {
      await new Audio(TONE).play();
    } catch {
      this.#told.textContent = this.#data.words.alerts_silent;
    }
  }
}

/** "granted", "denied", "default" (not asked yet), or "" where there are no notifications. */
function permission() {
  return "Notification" in window ? Notification.permission : "";
}

function kept(name) {
  return localStorage.getItem(name) === "on";
}

function keep(name, on) {
  localStorage.setItem(name, on ? "on" : "off");
}
