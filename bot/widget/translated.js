// @ts-check
/* A message that a machine translated for the visitor: it says so, and shows what was written. */

import { element } from "./elements.js";

/** Who translated a message, from what, and what the lots wrote.
 * @param {any} message @param {import("./words.js").Words} words */
export function translation(message, words) {
  const label = element("p", { className: "by-machine" });
  words.say(label, key(message), { service: message.translated_by });
  const summary = words.say(element("summary"), "widget.original");
  const original = element("p", { lang: message.original_language, dir: "auto" }, message.original);
  return element("div", { className: "translated" }, label, element("details", {}, summary, original));
}

/** The same as lines of the text file that a visitor keeps.
 * @param {any} message @param {import("./words.js").Words} words */
export function originalText(message, words) {
  if (!message.translated_by) return [];
  return [`(${words.phrase(key(message), { service: message.translated_by })})`, message.original];
}

/** @param {any} message */
function key(message) {
  return `widget.translated_${message.original_language}`;
}
