/*
 * Elements are made by these functions only. Text is always a text node: nothing that somebody else wrote becomes markup.
 */
const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an HTML element. An attribute that is a function is a listener ("onclick"), true stands without a value, and
 * false, null and undefined are left out; children are nodes, texts or lists of them.
 */
export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same of SVG. */
export function svg(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Puts children in place of those that a node has. */
export function put(node, ...children) {
  node.replaceChildren(...present(children));
}

const present = children => children.flat(9).filter(one => one !== null && one !== undefined && one !== false);

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...present(children));
  return made;
}

/** A table. Columns have a name, the cell's content "of" a row (a text or a node), and "number" when it is one. */
export function table(caption, columns, rows, none) {
  if (!rows.length) return h("p", {class: "empty"}, none);
  const cls = column => column.number ? "n" : null;
  return h("table", {}, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, columns.map(c => h("th", {scope: "col", class: cls(c)}, c.name)))),
    h("tbody", {}, rows.map(row => h("tr", {}, columns.map((c, i) =>
      h(c.head ? "th" : "td", {scope: c.head ? "row" : null, class: cls(c)}, c.of(row)))))));
}

/** A part of a page with a heading, as a landmark; "wide" is one of half, third, two, or null for all of the width. */
let numbered = 0;
export function card(title, wide, ...children) {
  const id = "h" + (++numbered);
  return h("section", {class: "card" + (wide ? " " + wide : ""), "aria-labelledby": id}, h("h2", {id}, title), ...children);
}

/** A table that scrolls by itself, and by the keyboard, under the name of its caption. */
export function scroller(name, content) {
  return h("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": name}, content);
}

/** A number with its name and its unit. */
export function figure(name, value, note) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value, note ? h("small", {}, note) : null));
}
