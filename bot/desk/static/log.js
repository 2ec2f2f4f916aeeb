// How the desk shows one event of a conversation, and what the assistant had understood.

import { day, fill, make, time } from "./elements.js";
import { originalOf } from "./translating.js";

const DELIVERIES = {
  pending: "delivery_pending",
  sent: "delivery_sent",
  failed: "delivery_failed",
  unknown: "delivery_unknown",
  email_pending: "email_pending",
  email_sent: "email_sent",
  email_failed: "email_failed",
  email_unknown: "email_unknown",
  email_read: "email_read",
};

/** One event as a line of the log. */
export function eventLine(event, data) {
  if (event.type === "message") return messageLine(event, data);
  if (event.type === "note") return noteOf(make("li"), event, event.text, event.lots, data);
  const line = make("li", "event");
  line.append(make("span", "", eventText(event, data)), " ", time(event.at));
  if (event.note) line.append(noteOf(make("div"), event, event.note, data.words.given_note, data));
  return line;
}

/** Writes under a message how far it has come on its way to the visitor. */
export function showDelivery(line, delivery, { words }) {
  const state = line.querySelector(".delivery") ?? line.appendChild(make("p", "state delivery"));
  state.classList.toggle("bad", /failed|unknown/.test(delivery));
  const text = words[DELIVERIES[delivery]];
  if (state.textContent !== text) state.textContent = text;
}

/** What the assistant understood of the visitor's newest answered message, and the case's facts. */
export function contextOf(open, data) {
  const { words } = data;
  const one = open.case;
  const facts = make("dl");
  add(facts, words.language, words[`language_${one.language}`] ?? one.language);
  add(facts, words.municipality, data.places[one.municipality] ?? words.unknown_place);
  add(facts, words.channel, { web: "Web", telegram: "Telegram" }[one.channel] ?? one.channel);
  if (one.email) add(facts, words.email_to, one.email);
  const parts = [make("h2", "", words.understood), ...understood(open, data), facts];
  if (one.promised) {
    parts.push(make("p", "promised", fill(words.promised, { day: day(one.promised) })));
  }
  return parts;
}

function understood(open, data) {
  const answer = [...open.events.values()].reverse().find((event) => event.understood?.length);
  if (!answer) return [make("p", "empty", data.words.nothing_understood)];
  const asked = open.events.get(answer.answers);
  const quoted = make("blockquote", "", asked?.text ?? "");
  quoted.lang = asked?.language ?? "";
  quoted.dir = "auto";
  const guesses = make("ol", "guesses");
  guesses.append(...answer.understood.map((guess) => guessLine(guess, data)));
  return asked ? [quoted, guesses] : [guesses];
}

function guessLine(guess, data) {
  const label = data.topics[guess.topic] ?? guess.topic;
  const item = make("li");
  const share = make("meter");
  share.min = 0;
  share.max = 1;
  share.value = guess.confidence;
  share.setAttribute("aria-label", `${data.words.confidence}: ${label}`);
  const percent = make("span", "percent", `${Math.round(guess.confidence * 100)} %`);
  item.append(make("span", "", label), percent, share);
  return item;
}

/** Words of a lots that only lotsar see, in `line`. */
function noteOf(line, event, text, by, { words }) {
  line.className = "note";
  const head = make("p", "by");
  head.append(make("strong", "", by), time(event.at));
  const said = make("p", "text", text);
  said.dir = "auto";
  line.append(head, said, make("p", "state", words.note_hint));
  return line;
}

function eventText(event, { words, family }) {
  if (event.type === "tags") {
    const tags = event.tags.join(", ");
    return fill(tags ? words.tagged : words.tagged_none, { lots: event.lots, tags });
  }
  if (event.type === "card") return fill(family.words.changed_by, event);
  if (event.type === "feedback") {
    return words[`${event.of_lots ? "lots_" : ""}${event.helpful ? "" : "not_"}helped`];
  }
  if (event.type === "erased") {
    return fill(event.state === "erased" ? words.erased : words.erasure_asked, event);
  }
  const values = { lots: event.lots, day: event.promised ? day(event.promised) : "" };
  const queued = event.reason === "transferred" && event.owner === "waiting";
  const told = fill(words[`reason_${event.reason}${queued ? "_queue" : ""}`], values);
  return event.outcome ? `${told} ${words[`outcome_${event.outcome}`]}.` : told;
}

function messageLine(event, data) {
  const { words } = data;
  const line = make("li", `message from-${event.from}${event.unsent ? " unsent" : ""}`);
  const head = make("p", "by");
  head.append(
    make("strong", "", event.from === "lots" ? event.lots : words[event.from]),
    time(event.at),
  );
  const text = make("p", "text", event.text);
  text.lang = event.language;
  text.dir = "auto";
  text.id = `said-${event.seq}`;
  line.append(head, text);
  if (event.translated_by) line.append(originalOf(event, data));
  if (event.listings?.length) line.append(listings(event));
  for (const source of event.sources ?? []) line.append(link(source));
  if (event.buttons?.length) line.append(buttons(event));
  if (event.unsent) line.append(make("p", "state", words.not_sent));
  return line;
}

function buttons(event) {
  const list = make("p", "buttons");
  list.lang = event.language;
  list.append(...event.buttons.map((title) => make("span", "", title)));
  return list;
}

/** Job adverts: the headline is Swedish whatever the language of the message. */
function listings(event) {
  const list = make("ul", "listings");
  for (const { headline, url, details } of event.listings) {
    const item = make("li");
    const title = anchor(headline, url);
    title.lang = "sv";
    const rest = make("p", "state", details);
    rest.lang = event.language;
    item.append(title, rest);
    list.append(item);
  }
  return list;
}

function link(source) {
  const line = make("p", "source");
  line.append(anchor(source.title, source.url));
  return line;
}

/** A link that opens beside the desk; plain text when `url` is no web address. */
function anchor(title, url) {
  if (!/^https?:\/\//i.test(url)) return make("span", "", title);
  const made = make("a", "", title);
  return Object.assign(made, { href: url, target: "_blank", rel: "noopener noreferrer" });
}

function add(list, term, value) {
  const pair = make("div");
  pair.append(make("dt", "", term), make("dd", "", value));
  list.append(pair);
}
