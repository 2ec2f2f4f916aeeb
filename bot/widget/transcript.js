// @ts-check
/* The visitor's own copy of the conversation, as a text file that anyone can read. */

import { element } from "./elements.js";

/** The conversation in words. @param {any[]} events @param {import("./words.js").Words} words */
export function transcriptText(events, words) {
  const messages = events.filter((event) => event.type === "message");
  const parts = messages.map((message) => {
    const who = message.from === "visitor" ? "you" : message.from;
    const name = [message.lots, words.phrase(`widget.${who}`)].filter(Boolean).join(", ");
    const at = new Date(message.at).toLocaleString(words.language);
    const sources = (message.sources ?? []).map((/** @type {any} */ one) => `  ${one.title}: ${one.url}`);
    return [`${name}, ${at}`, message.text, ...sources].join("\n");
  });
  return [words.phrase("widget.title"), ...parts].join("\n\n") + "\n";
}

/** Hands a text to the browser as a file to keep. @param {string} name @param {string} text */
export function saveFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
