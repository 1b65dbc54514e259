import {h, svg, table} from "./dom.js";
import {t} from "./text.js";
/*
 * A chart over slots. The same numbers are in a table beneath it; what is drawn uses floating point, what is written does not.
 */
const LEFT = 52, RIGHT = 12, TOP = 24, BOTTOM = 26;

/**
 * A chart with its table. "rows" are slots in order with a label; "series" have a name, kind (step or bar), and the value "of" a
 * row, a number or null; "show" writes a value; "now" is how many rows are over.
 */
export function slotChart(about, rows, series) {
  if (!rows.length) return h("p", {class: "empty"}, about.none);
  const all = series.flatMap(one => rows.map(one.of)).filter(value => value !== null && value !== undefined).map(Number);
  if (!all.length) return h("p", {class: "empty"}, about.none);
  const width = Math.max(320, Math.min(1240, document.documentElement.clientWidth - 80)), height = width < 600 ? 230 : 300;
  const low = Math.min(0, ...all), high = Math.max(...all) * 1.08 || 1;
  const x = i => LEFT + (width - LEFT - RIGHT) * i / rows.length;
  const y = value => TOP + (height - TOP - BOTTOM) * (1 - (value - low) / (high - low));
  const drawn = svg("svg", {class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": about.title + ". " + t("chart.table-below")});
  axes({drawn, width, height, low, high, x, y, rows, about});
  series.forEach((one, i) => one.kind === "bar" ? bars(drawn, rows, one, i, x, y) : step(drawn, rows, one, i, x, y));
  if (about.now > 0 && about.now < rows.length) drawn.append(svg("line", {class: "now", x1: x(about.now), x2: x(about.now), y1: TOP, y2: height - BOTTOM}));
  drawn.append(svg("text", {x: LEFT, y: TOP - 9}, about.unit));
  return h("div", {},
    drawn,
    h("ul", {class: "legend"}, series.map((one, i) => h("li", {}, mark(one, i), one.name))),
    h("details", {}, h("summary", {}, t("chart.as-table")),
      h("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": about.title},
        table(about.title + ", " + about.unit, [{name: t("slot"), head: true, of: row => row.label},
          ...series.map(one => ({name: one.name, number: true, of: row => about.show(one.of(row))}))], rows, about.none))));
}

/** 1, 2 or 5 of a power of ten, not less than what is wanted. */
function roundStep(wanted) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  return [1, 2, 5, 10].map(one => one * power).find(one => one >= wanted) || power;
}

function axes({drawn, width, height, low, high, x, y, rows, about}) {
  const step = roundStep((high - low) / 4);
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
    drawn.append(svg("line", {class: "rule", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value)}),
      svg("text", {x: LEFT - 8, y: y(value) + 4, "text-anchor": "end"}, about.tick(Math.round(value))));
  }
  const every = Math.max(1, Math.ceil(rows.length / (width < 600 ? 5 : 12)));
  rows.forEach((row, i) => {
    if (i % every === 0) drawn.append(svg("text", {x: x(i), y: height - 8}, row.mark));
  });
}

function bars(drawn, rows, one, i, x, y) {
  rows.forEach((row, at) => {
    const value = one.of(row);
    if (value === null || value === undefined || Number(value) === 0) return;
    const top = Math.min(y(0), y(Number(value)));
    drawn.append(svg("rect", {class: "f" + i % 4 + (one.pale ? " pale" : ""), x: x(at) + .5, y: top, width: Math.max(1, x(at + 1) - x(at) - 1), height: Math.abs(y(Number(value)) - y(0))}));
  });
}

function step(drawn, rows, one, i, x, y) {
  let path = "", joined = false;
  rows.forEach((row, at) => {
    const value = one.of(row);
    const known = value !== null && value !== undefined;
    if (known) path += (joined ? "L" : "M") + x(at) + " " + y(Number(value)) + "L" + x(at + 1) + " " + y(Number(value));
    joined = known;
  });
  if (path) drawn.append(svg("path", {class: "line s" + i % 4 + (one.thin ? " thin" : ""), d: path}));
}

function mark(one, i) {
  return svg("svg", {viewBox: "0 0 30 10", "aria-hidden": "true"}, one.kind === "bar"
    ? svg("rect", {class: "f" + i % 4 + (one.pale ? " pale" : ""), width: 30, height: 10})
    : svg("path", {class: "line s" + i % 4, d: "M0 5L30 5"}));
}
