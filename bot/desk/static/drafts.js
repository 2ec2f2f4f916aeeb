// What a lots has begun to write or has switched on, kept for each conversation until it is sent or
// the lots signs out: another conversation may be opened meanwhile, and the page may be loaded again.

const PREFIX = "farled-draft-";

/** The draft of a conversation, "" when there is none. */
export function draftOf(conversation) {
  return sessionStorage.getItem(PREFIX + conversation) ?? "";
}

/** Keeps a draft; "" forgets it. */
export function keepDraft(conversation, text) {
  if (text) sessionStorage.setItem(PREFIX + conversation, text);
  else sessionStorage.removeItem(PREFIX + conversation);
}

/** Forgets every draft. */
export function forgetDrafts() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
