// How the desk shows one case, one event, and what the assistant understood.

const OWNERS = { assistant: "with_assistant", waiting: "waiting", message_left: "unanswered" };
const DELIVERIES = {
  pending: "delivery_pending",
  sent: "delivery_sent",
  failed: "delivery_failed",
  unknown: "delivery_unknown",
};

/** One line of a list; `choose` is called with the conversation's id. */
export function caseLine(one, data, chosen, choose) {
  const { words } = data;
  const line = make("li");
  const button = make("button", one.urgent ? "case urgent" : "case");
  button.type = "button";
  if (one.conversation === chosen) button.setAttribute("aria-current", "true");
  const about = make("span", "about");
  if (one.urgent) about.append(make("strong", "badge", words.crisis));
  about.append(
    make("span", "", data.places[one.municipality] ?? words.unknown_place),
    make("span", "", words[`language_${one.language}`] ?? one.language),
    time(one.since),
  );
  const preview = make("span", "preview", one.preview || "…");
  preview.lang = one.language;
  button.append(about, preview);
  if (one.promised && one.owner === "message_left") {
    button.append(make("span", "promised", words.promised.replace("{day}", one.promised)));
  }
  button.addEventListener("click", () => choose(one.conversation));
  line.append(button);
  return line;
}

/** One event of the log. */
export function eventLine(event, data, delivery) {
  if (event.type === "message") return messageLine(event, data, delivery);
  const line = make("li", "event");
  if (event.type === "owner") line.textContent = ownerText(event, data);
  if (event.type === "feedback") line.textContent = event.helpful ? "👍" : "👎";
  if (event.type === "erased") line.textContent = `${event.state} ${event.receipt}`;
  return line;
}

function ownerText(event, { words }) {
  if (event.owner === "lots") return words.taken_by.replace("{lots}", event.lots);
  return words[OWNERS[event.owner]];
}

function messageLine(event, data, delivery) {
  const { words } = data;
  const line = make("li", `message from-${event.from}${event.unsent ? " unsent" : ""}`);
  const who = event.from === "lots" ? event.lots : words[event.from];
  const head = make("p", "by");
  head.append(make("strong", "", who), time(event.at));
  const text = make("p", "text", event.text);
  text.lang = event.language;
  text.dir = "auto";
  line.append(head, text);
  for (const source of event.sources ?? []) line.append(link(source));
  if (event.buttons?.length) line.append(make("p", "buttons", event.buttons.join(" · ")));
  if (event.unsent) line.append(make("p", "state", words.not_sent));
  if (delivery) line.append(make("p", "state", words[DELIVERIES[delivery]]));
  return line;
}

/** What the assistant understood of the visitor's newest answered message, and the case's facts. */
export function contextOf(open, data) {
  const { words } = data;
  const one = open.case;
  const facts = make("dl");
  const channel = { web: "web", telegram: "Telegram" }[one.channel] ?? one.channel;
  add(facts, words.language, words[`language_${one.language}`] ?? one.language);
  add(facts, words.municipality, data.places[one.municipality] ?? words.unknown_place);
  add(facts, words.channel, channel);
  if (one.promised) add(facts, words.promised.replace("{day}", ""), one.promised);
  const guesses = make("ol", "guesses");
  for (const guess of newestGuesses(open)) {
    const item = make("li");
    const share = make("meter");
    share.min = 0;
    share.max = 1;
    share.value = guess.confidence;
    share.title = words.confidence;
    item.append(
      make("span", "", data.topics[guess.topic] ?? guess.topic),
      share,
      make("span", "percent", `${Math.round(guess.confidence * 100)} %`),
    );
    guesses.append(item);
  }
  return [make("h2", "", words.understood), guesses, facts];
}

function newestGuesses(open) {
  const seqs = [...open.events.keys()].sort((a, b) => b - a);
  for (const seq of seqs) {
    const understood = open.events.get(seq).understood;
    if (understood?.length) return understood;
  }
  return [];
}

function link(source) {
  const line = make("p", "source");
  const anchor = make("a", "", source.title);
  if (/^https?:/.test(source.url)) anchor.href = source.url;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  line.append(anchor);
  return line;
}

function add(list, term, value) {
  list.append(make("dt", "", term), make("dd", "", value));
}

function time(iso) {
  const made = make("time");
  const when = new Date(iso);
  made.dateTime = iso;
  const today = when.toDateString() === new Date().toDateString();
  made.textContent = when.toLocaleString(document.documentElement.lang, {
    ...(today ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
  });
  return made;
}

function make(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
