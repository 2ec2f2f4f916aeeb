// Small parts from which the desk is made. Words go in as text, never as markup.

/** An element with a class and a text. */
export function make(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Makes `items` the children of `list` without touching those that are there in that order. */
export function arrange(list, items) {
  const kept = new Set(items);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  items.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
}

/** When something happened: the hour today, else the day as well. */
export function time(iso) {
  const made = make("time");
  const when = new Date(iso);
  made.dateTime = iso;
  const today = when.toDateString() === new Date().toDateString();
  made.textContent = when.toLocaleString(language(), {
    ...(today ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return made;
}

/** How long something has lasted: minutes, then hours, then days. */
export function duration(iso) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(iso)) / 60_000));
  const [value, unit] =
    minutes < 60 ? [minutes, "minute"] : minutes < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  const style = { style: "unit", unit, unitDisplay: "short" };
  return new Intl.NumberFormat(language(), style).format(Math.floor(value));
}

/** A day (ISO date), or a moment in Swedish time, as people say it. */
export function day(iso) {
  const style = { weekday: "long", day: "numeric", month: "long" };
  if (iso.includes("T")) {
    const hour = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" };
    return new Date(iso).toLocaleString(language(), { ...style, ...hour });
  }
  return new Date(`${iso}T12:00`).toLocaleDateString(language(), style);
}

/** The month of a day (ISO date), with its year. */
export function month(iso) {
  const style = { month: "long", year: "numeric" };
  return new Date(`${iso}T12:00`).toLocaleDateString(language(), style);
}

/** The pairs of an object, in the order of their labels in the page's language. */
export function sorted(labels) {
  const { compare } = new Intl.Collator(language());
  return Object.entries(labels).sort(([, one], [, other]) => compare(one, other));
}

/** A phrase with its {places} filled. */
export function fill(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The page's language, with dates as they are written in Europe. */
function language() {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang;
}
