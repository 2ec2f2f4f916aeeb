// The desk's page: keeps the lists live and the open conversation in step with its log.

import { openStream } from "/w/stream.js";
import { Alerts } from "./alerts.js";
import { Conversation } from "./conversation.js";
import { forgetDrafts } from "./drafts.js";
import { make } from "./elements.js";
import { Lists } from "./lists.js";
import { showPresent } from "./presence.js";
import { bindSearch } from "./search.js";
import { bindShortcuts } from "./shortcuts.js";

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const at = (id) => document.getElementById(id);

/** The conversation that is open, if any, and the newest lists. */
let open = null;
let lists = { waiting: [], own: [], unanswered: [], assistant: [] };
let waitingBefore = null;
const onPage = new Lists(data, choose);
const alerts = new Alerts(data, choose);

openStream({
  url: "/desk/api/stream",
  onEvent: ({ data: news }) => {
    lists = news.lists;
    onPage.show(lists, open?.conversation);
    announceWaiting();
    alerts.look(lists, open?.conversation);
    showPresent(news.present, data);
    refreshOpen();
  },
  onState: (state, status) => {
    if (state === "refused" && status === 401) location.reload();
    at("connection").textContent = state === "lost" || state === "refused" ? words.reconnecting : "";
  },
});
bindSearch({ words, call, line: (one) => onPage.line(one) });
bindShortcuts();
at("show-all").addEventListener("change", () => onPage.show(lists, open?.conversation));
document.addEventListener("visibilitychange", () => open?.markRead());
at("sign-out").addEventListener("submit", forgetDrafts);
if (location.hash.length > 1) choose(location.hash.slice(1));

/** What is new in the open conversation; one that may not be seen any more is left. */
async function refreshOpen() {
  const shown = open;
  if (shown && !(await shown.refresh()) && open === shown) leave();
}

function announceWaiting() {
  const mine = lists.waiting.filter((one) => one.whose !== "other");
  const now = new Set(mine.map((one) => one.conversation));
  const added = waitingBefore && [...now].some((id) => !waitingBefore.has(id));
  if (added) say(`${words.waiting}: ${now.size}`);
  waitingBefore = now;
  const news = now.size + lists.own.filter((one) => one.unread).length;
  document.title = `${news ? `(${news}) ` : ""}${words.title} · Farled`;
}

/** Says it to screen readers, also when it is what was said last. */
function say(text) {
  at("announcer").textContent = "";
  setTimeout(() => (at("announcer").textContent = text), 100);
}

async function choose(conversation) {
  if (open?.conversation === conversation) return open.focus();
  const room = at("conversation");
  const chosen = new Conversation(conversation, { data, call, room, context: at("context"), leave });
  open?.away();
  open = chosen;
  hold(true);
  const found = await chosen.refresh();
  if (open !== chosen) return;
  hold(false);
  if (!found) return leave();
  mark(conversation);
  chosen.enter();
  chosen.toEnd();
  chosen.focus();
}

/** While another conversation is fetched, nothing can be written into the one still on the screen. */
function hold(held) {
  for (const id of ["conversation", "context"]) at(id).inert = held;
}

/** Back to the lists; the line of the conversation that was open has the focus. */
function leave() {
  const left = open?.conversation ?? "";
  open?.away();
  open = null;
  hold(false);
  mark("");
  at("conversation").replaceChildren(make("p", "empty", words.choose));
  at("context").replaceChildren();
  document.querySelector(`button.case[data-conversation="${CSS.escape(left)}"]`)?.focus();
}

/** Shows which conversation is open: in the lists, in the address, and in the links that reload. */
function mark(conversation) {
  onPage.show(lists, conversation);
  document.body.classList.toggle("has-open", Boolean(conversation));
  const hash = conversation ? `#${conversation}` : "";
  history.replaceState(null, "", location.pathname + location.search + hash);
  for (const link of document.querySelectorAll(".languages a")) link.hash = hash;
}

/** A call of the desk's API; a GET without a body. A lost connection is an answer of status 0. */
async function call(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": data.csrf };
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  try {
    const answer = await fetch(path, options);
    if (answer.status === 401) location.reload();
    return answer;
  } catch {
    return { ok: false, status: 0 };
  }
}
