// The desk's page: keeps the lists live and the open conversation in step with its log.
// Everything a person wrote is put in by textContent, never as markup.

import { openStream } from "/w/stream.js";
import { caseLine, contextOf, eventLine } from "./render.js";

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const at = (id) => document.getElementById(id);

/** The conversation that is open: its case, its events by seq, its deliveries. */
let open = null;
let lists = { waiting: [], own: [], unanswered: [], assistant: [] };
let waitingBefore = null;

openStream({
  url: "/desk/api/stream",
  headers: {},
  onEvent: (event) => event.type === "cases" && showLists(event.data),
  onState: (state) => {
    at("connection").textContent = state === "open" ? "" : words.reconnecting;
  },
});

const first = decodeURIComponent(location.hash.slice(1));
if (first) choose(first);

function showLists(next) {
  lists = next;
  for (const [name, cases] of Object.entries(lists)) {
    at(`${name}-count`).textContent = String(cases.length);
    const lines = cases.map((one) => caseLine(one, data, open?.conversation, choose));
    if (!lines.length && name === "waiting") lines.push(note(words.nobody_waiting));
    if (!lines.length && name === "own") lines.push(note(words.none_own));
    at(name).replaceChildren(...lines);
  }
  announceWaiting();
  if (open) refresh();
}

function announceWaiting() {
  const now = new Set(lists.waiting.map((one) => one.conversation));
  const added = waitingBefore && [...now].some((id) => !waitingBefore.has(id));
  if (added) at("announcer").textContent = `${words.waiting}: ${now.size}`;
  waitingBefore = now;
  document.title = now.size ? `(${now.size}) ${words.title} · Farled` : `${words.title} · Farled`;
}

async function choose(conversation) {
  open = { conversation, case: null, events: new Map(), deliveries: {}, seq: 0 };
  history.replaceState(null, "", `#${encodeURIComponent(conversation)}`);
  at("conversation").replaceChildren();
  await refresh();
  showLists(lists);
  at("conversation").focus();
}

/** Fetches what is new in the open conversation, by its cursor, and shows it. */
async function refresh() {
  const asked = open;
  const answer = await call(`/desk/api/conversations/${asked.conversation}?after=${asked.seq}`);
  if (!answer.ok || asked !== open) return;
  const news = await answer.json();
  for (const event of news.events) asked.events.set(event.seq, event);
  asked.seq = Math.max(asked.seq, news.case.seq);
  asked.case = news.case;
  asked.deliveries = news.deliveries;
  showConversation();
}

function showConversation() {
  const room = at("conversation");
  if (!room.querySelector(".log")) room.replaceChildren(...frame());
  const list = room.querySelector(".log");
  const seqs = [...open.events.keys()].sort((a, b) => a - b);
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.replaceChildren(
    ...seqs.map((seq) => eventLine(open.events.get(seq), data, open.deliveries[seq])),
  );
  if (atEnd) list.scrollTop = list.scrollHeight;
  at("context").replaceChildren(...contextOf(open, data));
  showOwner(room);
}

function frame() {
  const head = element("header", "conversation-head");
  const log = element("ol", "log");
  log.setAttribute("role", "log");
  log.setAttribute("aria-label", words.title);
  const form = element("form", "reply");
  const label = element("label", "", words.reply);
  label.htmlFor = "reply";
  const text = element("textarea");
  text.id = "reply";
  text.rows = 3;
  text.maxLength = 4000;
  text.placeholder = words.draft_hint;
  const send = element("button", "primary", words.send);
  form.append(label, text, send);
  form.addEventListener("submit", reply);
  return [head, log, form, element("p", "problem")];
}

function showOwner(room) {
  const { owner, lots_id, lots } = open.case;
  const mine = owner === "lots" && lots_id === data.lots_id;
  const head = room.querySelector(".conversation-head");
  const focused = document.activeElement?.dataset?.act;
  const status = {
    waiting: words.waiting,
    message_left: words.unanswered,
    assistant: words.with_assistant,
    lots: mine ? words.own : words.taken_by.replace("{lots}", lots),
  }[owner];
  head.replaceChildren(element("h1", "", status), ...actions(owner, mine));
  if (focused) head.querySelector(`[data-act="${focused}"]`)?.focus();
  const form = room.querySelector("form.reply");
  form.hidden = !mine;
}

function actions(owner, mine) {
  if (mine) return [action("hand_back", words.hand_back), action("close", words.close)];
  if (owner === "lots") return [];
  return [action("claim", owner === "assistant" ? words.step_in : words.claim, true)];
}

function action(name, label, primary = false) {
  const button = element("button", primary ? "primary" : "", label);
  button.type = "button";
  button.dataset.act = name;
  button.addEventListener("click", () => act(name));
  return button;
}

async function act(name) {
  const answer = await call(`/desk/api/conversations/${open.conversation}/${name}`, {});
  problem(answer.ok ? "" : answer.status === 409 ? await whoHasIt() : words.reconnecting);
  await refresh();
  if (name === "claim" && answer.ok) at("reply")?.focus();
}

async function whoHasIt() {
  await refresh();
  return words.already_taken.replace("{lots}", open.case.lots || "…");
}

async function reply(event) {
  event.preventDefault();
  const text = at("reply");
  const typed = text.value.trim();
  if (!typed) return;
  text.dataset.id ||= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const path = `/desk/api/conversations/${open.conversation}/reply`;
  const answer = await call(path, { id: text.dataset.id, text: typed });
  if (answer.ok) {
    text.value = "";
    delete text.dataset.id;
  }
  problem(answer.ok ? "" : answer.status === 409 ? words.not_yours : words.reconnecting);
  await refresh();
}

function problem(text) {
  const line = at("conversation").querySelector(".problem");
  if (line) line.textContent = text;
}

/** A call of the desk's API; a GET without a body. A lost connection is an answer of status 0. */
async function call(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": data.csrf };
  try {
    const answer = await fetch(
      path,
      body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers },
    );
    if (answer.status === 401) location.reload();
    return answer;
  } catch {
    return { ok: false, status: 0 };
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function note(text) {
  return element("li", "empty", text);
}
