// @ts-check
/* The text file that a visitor keeps; loaded only when it is asked for. */

import { element } from "./elements.js";
import { translatedBy } from "./messages.js";

/** Hands a conversation to the browser as a file to keep.
 * @param {import("./conversation.js").Conversation} talk @param {import("./words.js").Words} words */
export async function save({ hub, session }, words) {
  if (!session) return;
  const text = transcriptText((await hub.transcript(session)).events, words);
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const download = `farled-${new Date().toISOString().slice(0, 10)}.txt`;
  element("a", { href: address, download }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The conversation in words. @param {any[]} events @param {import("./words.js").Words} words */
function transcriptText(events, words) {
  const messages = events.filter((event) => event.type === "message");
  const parts = messages.map((message) => {
    const who = message.from === "visitor" ? "you" : message.from;
    const name = [message.lots, words.phrase(`widget.${who}`)].filter(Boolean).join(", ");
    const at = new Date(message.at).toLocaleString(words.locale);
    const links = [...(message.listings ?? []), ...(message.sources ?? [])].map(
      ({ title, headline, details, url }) => `  ${[title, headline, details].filter(Boolean).join(", ")}: ${url}`,
    );
    return [`${name}, ${at}`, message.text, ...originalText(message, words), ...links].join("\n");
  });
  return [words.phrase("widget.title"), ...parts].join("\n\n") + "\n";
}

/** Who translated a message, and what was written. @param {any} message @param {import("./words.js").Words} words */
function originalText(message, words) {
  if (!message.translated_by) return [];
  return [`(${words.phrase(...translatedBy(message))})`, message.original];
}
