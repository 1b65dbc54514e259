import {h, svg, table, scroller} from "./dom.js";
import {t} from "./text.js";
import {count, none, watts, wattHours} from "./units.js";
/* Areas and what flows between them, drawn, and the same numbers in tables beneath. */

const MOST_WIDTH = 760, LEAST_WIDTH = 320, RADIUS = 46, NEAR_PERCENT = 80;

/** How much of a limit is used, in whole per cent; null without a limit; over a limit of nothing it is endless. */
export function usedPercent(value, least, most) {
  const limit = value < 0 ? least === null ? null : -least : most;
  if (limit === null || limit === undefined) return null;
  if (limit === 0) return value === 0 ? 0 : Infinity;
  return Math.floor(Math.abs(value) * 100 / limit);
}

/** The state of what uses so many per cent of its limit. */
export const stateOf = percent => percent === null ? "free" : percent > 100 ? "over" : percent >= NEAR_PERCENT ? "near" : "within";

const used = percent => percent === null ? t("grid.no-limit") : percent === Infinity ? t("grid.limit-zero") : count(percent) + " %";
const state = percent => h("span", {class: "state " + stateOf(percent)}, t("grid.state-" + stateOf(percent)));
const perSlot = (w, minutes) => w === null ? null : Math.trunc(w * minutes / 60);

/** What an area or link uses of its limits. */
export const ofArea = flow => flow ? usedPercent(flow.flowW, flow.maxImportW === null ? null : -flow.maxImportW, flow.maxExportW) : null;
export const ofLink = link => usedPercent(link.flowWh, link.minFlowWh, link.maxFlowWh);

/** A map of areas, with the flow of each in one slot or none, and of the links between them. */
export function areaMap(about, areas, flows, links) {
  const size = {width: Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, document.documentElement.clientWidth - 80)), height: areas.length > 2 ? 420 : 150};
  const at = new Map(areas.map((area, i) => [area, placed(i, areas.length, size)]));
  const flowOf = area => flows.find(flow => flow.area === area);
  const drawn = svg("svg", {class: "chart map", viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": about.title + ". " + t("chart.table-below")});
  links.filter(link => at.has(link.from) && at.has(link.to)).forEach(link => drawn.append(...edge(link, at.get(link.from), at.get(link.to))));
  areas.forEach(area => drawn.append(...node(area, flowOf(area), at.get(area))));
  return h("div", {}, drawn, h("ul", {class: "legend"}, ["within", "near", "over", "free"].map(one => h("li", {}, h("span", {class: "state " + one}, t("grid.state-" + one))))),
    h("div", {class: "books"}, areaTable(areas, flowOf), linkTable(links)));
}

/** On an ellipse, the first at the left; one alone in the middle. */
const placed = (i, n, {width, height}) => n === 1 ? [width / 2, height / 2]
  : [width / 2 - Math.cos(2 * Math.PI * i / n) * (width / 2 - RADIUS - 8), height / 2 - Math.sin(2 * Math.PI * i / n) * (height / 2 - RADIUS - 8)];

function node(area, flow, [x, y]) {
  const percent = ofArea(flow);
  const around = 2 * Math.PI * RADIUS, part = percent === null ? 0 : Math.min(100, percent) / 100 * around;
  return [svg("circle", {class: "area", cx: x, cy: y, r: RADIUS}),
    svg("circle", {class: "ring " + stateOf(percent), cx: x, cy: y, r: RADIUS, "stroke-dasharray": `${part} ${around}`, transform: `rotate(-90 ${x} ${y})`}),
    svg("text", {x, y: y - 4, "text-anchor": "middle", class: "name"}, area.length > 14 ? area.slice(0, 13) + "…" : area),
    svg("text", {x, y: y + 14, "text-anchor": "middle"}, flow ? watts(flow.flowW) : none())];
}

function edge(link, [x1, y1], [x2, y2]) {
  const percent = ofLink(link), back = link.flowWh < 0;
  const mx = (x1 + x2) / 2, my = (y1 + y2) / 2, angle = Math.atan2(y2 - y1, x2 - x1) * 180 / Math.PI + (back ? 180 : 0);
  return [svg("line", {class: "link " + stateOf(percent), x1, y1, x2, y2}),
    link.flowWh === 0 ? "" : svg("path", {class: "arrow " + stateOf(percent), d: "M-9 -8L11 0L-9 8Z", transform: `translate(${mx} ${my}) rotate(${angle})`}),
    svg("text", {x: mx, y: my - 14, "text-anchor": "middle"}, watts(Math.abs(link.flowW)) + " · " + used(percent))];
}

function areaTable(areas, flowOf) {
  const of = get => area => { const flow = flowOf(area); return flow ? get(flow) : none(); };
  return h("div", {}, h("h3", {}, t("grid.areas")), scroller(t("grid.areas"), table(t("grid.areas-caption"), [
    {name: t("data.area"), head: true, of: area => area},
    {name: t("grid.flow") + ", W", number: true, of: of(flow => watts(flow.flowW))}, {name: t("grid.flow") + ", Wh", number: true, of: of(flow => wattHours(flow.flowWh))},
    {name: t("grid.limit-in") + ", W", number: true, of: of(flow => watts(flow.maxImportW))}, {name: t("grid.limit-in") + ", Wh", number: true, of: of(flow => wattHours(perSlot(flow.maxImportW, flow.slotMinutes)))},
    {name: t("grid.limit-out") + ", W", number: true, of: of(flow => watts(flow.maxExportW))}, {name: t("grid.limit-out") + ", Wh", number: true, of: of(flow => wattHours(perSlot(flow.maxExportW, flow.slotMinutes)))},
    {name: t("grid.used"), number: true, of: of(flow => used(ofArea(flow)))}, {name: t("data.state"), of: of(flow => state(ofArea(flow)))},
    {name: t("grid.reported"), number: true, of: of(flow => t("grid.of", {some: count(flow.accounts), all: count(flow.expectedAccounts)}))}], areas, t("market.none"))));
}

function linkTable(links) {
  return h("div", {}, h("h3", {}, t("grid.links")), scroller(t("grid.links"), table(t("grid.links-caption"), [
    {name: t("grid.link"), head: true, of: link => link.from + " → " + link.to},
    {name: t("grid.flow") + ", W", number: true, of: link => watts(link.flowW)}, {name: t("grid.flow") + ", Wh", number: true, of: link => wattHours(link.flowWh)},
    {name: t("grid.least") + ", Wh", number: true, of: link => wattHours(link.minFlowWh)}, {name: t("grid.most") + ", Wh", number: true, of: link => wattHours(link.maxFlowWh)},
    {name: t("grid.least") + ", W", number: true, of: link => watts(toW(link.minFlowWh, link))}, {name: t("grid.most") + ", W", number: true, of: link => watts(toW(link.maxFlowWh, link))},
    {name: t("grid.used"), number: true, of: link => used(ofLink(link))}, {name: t("data.state"), of: link => state(ofLink(link))}], links, t("grid.no-links"))));
}

const toW = (wh, link) => wh === null ? null : wh * 60 / link.slotMinutes;
