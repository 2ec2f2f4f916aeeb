// @ts-check
/* Makes elements. Text becomes text: there is no way here to turn a string into markup. */

/** An element with properties (or attributes, when it has no such property) and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]} */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node) Reflect.set(node, key, value);
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** A drawing of lines, 24 by 24, in the colour of the text around it.
 * @param {string} path */
export function icon(path) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    drawing.setAttribute(key, value);
  }
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

export const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  outside: "M9 5h10v10M19 5L6 18",
};
