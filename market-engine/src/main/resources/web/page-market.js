import {card, figure, h, put, scroller, table} from "./dom.js";
import {get, maybe} from "./api.js";
import {mayAsk} from "./acting.js";
import {t, word} from "./text.js";
import {slotChart} from "./chart.js";
import {AHEAD, areaPrice, lastSlots, rowsOfDay, rules, slotPath, tariffAt} from "./slots.js";
import {count, currency, day, dayTime, kwh, kwhOnly, money, none, price, priceOnly, slotName, slotTime, time} from "./units.js";
/* The market as everybody sees it; with a login also what is one's own in it. */

const TRADED_SLOTS = 4, ROWS = 20;
const part = () => h("div", {});
const loginOnly = () => h("p", {class: "empty"}, t("login.only"));

/** Opens the page. */
export async function open() {
  const at = {figures: h("dl", {class: "figures"}), health: h("p", {class: "sub"}), line: h("p", {class: "sub"}), chart: part(),
    books: part(), auctions: part(), trades: part(), bills: h("div", {id: "bills"}), batches: part(), rejected: part()};
  const node = h("div", {}, h("p", {class: "lead"}, t("market.lead")), h("div", {class: "grid"},
    card(t("market.so-far"), null, at.figures, at.health, at.line),
    card(t("market.prices"), null, at.chart),
    card(t("market.book"), null, at.books),
    card(t("market.auctions"), null, at.auctions),
    card(t("market.trades"), "half", at.trades),
    card(t("market.bills"), "half", at.bills),
    card(t("market.batches"), "half", at.batches),
    card(t("market.rejected"), "half", at.rejected)));
  const tapes = new Map();
  return {node, refresh: channels => {
    if (!channels || channels.has("auctions") || channels.has("changes")) tapes.clear(); // trades may have fallen away
    return refresh(at, tapes);
  }};
}

async function refresh(at, tapes) {
  const [now, market, slots, health] = await Promise.all([get("/v1/time"), rules(), lastSlots(), maybe("/healthz")]);
  figures(at, now, market);
  at.health.textContent = health && health.troubles.length ? t("market.troubles", {what: health.troubles.join("; ")}) : "";
  if (!slots) {
    for (const one of [at.chart, at.books, at.auctions, at.trades]) one.replaceChildren(loginOnly());
  } else {
    prices(at.chart, slots, market);
    auctions(at.auctions, slots, market);
    await Promise.all([books(at.books, slots, market), trades(at.trades, slots, tapes)]);
  }
  await Promise.all([bills(at.bills), batches(at.batches), rejected(at.rejected)]);
}

function figures(at, now, market) {
  const of = name => now.totals ? count(now.totals[name]) : none();
  put(at.figures, 
    figure(t("market.orders"), of("orders")), figure(t("market.trade-count"), of("trades")),
    figure(t("market.energy"), now.totals ? kwh(now.totals.tradedWh) : none()),
    figure(t("market.settled"), of("settledSlots")), figure(t("market.recorded"), of("recordedSlots"), t("market.ledger", {ledger: market.ledger})),
    figure(t("market.members"), count(market.memberCount)));
  at.line.textContent = t("market.line", {market: market.market, areas: market.areas.join(", "), minutes: market.timing.slotMinutes,
    gate: market.timing.gateLeadMinutes, supplier: market.supplier, version: market.rulebookVersion})
    + market.links.map(l => " " + t("market.link", {from: l.from, to: l.to, least: kwh(l.minFlowWh), most: kwh(l.maxFlowWh), fee: price(l.feeMicroPerKwh)})).join("");
}

/** The day of the slot that is delivered, or of the first that was cleared. */
function prices(target, slots, market) {
  const cleared = slots.filter(slot => slot.phase !== "OPEN");
  const begun = cleared.filter(slot => !AHEAD.has(slot.phase));
  const on = (begun.length ? begun : cleared).at(-1) || slots[0];
  const rows = on ? rowsOfDay(slots, day(on.slotStart)) : [];
  put(target, slotChart({title: t("market.prices-of", {day: on ? day(on.slotStart) : ""}), unit: currency() + "/kWh",
    show: priceOnly, tick: value => priceOnly(value), none: t("market.no-auction"), now: rows.findIndex(row => row.phase === "OPEN")},
  rows.length && cleared.length ? rows : [], [
    ...[...market.areas].sort().map(area => ({name: area, kind: "step", of: row => areaPrice(row, area)})),
    {name: t("tariff.retail"), kind: "step", thin: true, of: row => tariffAt(market, row.slotStart).retailMicroPerKwh},
    {name: t("tariff.feed-in"), kind: "step", thin: true, of: row => tariffAt(market, row.slotStart).feedInMicroPerKwh}]));
}

function auctions(target, slots, market) {
  const cleared = slots.filter(slot => slot.phase !== "OPEN").slice(-ROWS).reverse();
  const flow = (slot, link) => {
    const found = slot.links.find(one => one.from === link.from && one.to === link.to);
    return found ? kwhOnly(found.flowWh) : none();
  };
  put(target, scroller(t("market.auctions"), table(t("market.auctions-caption", {currency: currency()}), [
    {name: t("slot"), head: true, of: slotName}, {name: t("phase"), of: slot => word("phase", slot.phase)},
    ...[...market.areas].sort().map(area => ({name: area, number: true, of: slot => priceOnly(areaPrice(slot, area))})),
    ...market.links.map(link => ({name: link.from + " → " + link.to, number: true, of: slot => flow(slot, link)})),
    {name: t("market.bought"), number: true, of: slot => kwhOnly(slot.volumeWh)},
    ...(market.continuous ? [{name: t("market.afterwards"), number: true, of: slot => kwhOnly(slot.continuousWh)}] : [])],
  cleared, t("market.none-yet"))));
}

/** The last trades of a slot, the latest first: what came since the last time is asked for only. Null: that needs a login. */
async function tape(start, tapes) {
  const known = tapes.get(start) || {trades: [], next: ""};
  for (;;) {
    const found = await maybe(slotPath(start, "/trades?limit=10000" + (known.next && "&cursor=" + encodeURIComponent(known.next))));
    if (!found) return null;
    known.trades = [...found.trades.reverse(), ...known.trades].slice(0, ROWS);
    known.next = found.next;
    tapes.set(start, known);
    if (!found.more) return known.trades;
  }
}

async function trades(target, slots, tapes) {
  const busy = slots.filter(slot => slot.volumeWh || slot.continuousWh).slice(-TRADED_SLOTS).reverse();
  const found = await Promise.all(busy.map(slot => tape(slot.slotStart, tapes)));
  if (found.includes(null)) {
    put(target, loginOnly());
    return;
  }
  const rows = found.flat().slice(0, ROWS);
  put(target, scroller(t("market.trades"), table(t("market.trades-caption", {currency: currency()}), [
    {name: t("number"), number: true, of: trade => trade.tradeId}, {name: t("slot"), of: slotTime},
    {name: t("market.traded-in"), of: trade => word("trading", trade.phase)},
    {name: t("seller"), of: trade => trade.seller || none()}, {name: t("buyer"), of: trade => trade.buyer || none()},
    {name: "kWh", number: true, of: trade => kwhOnly(trade.energyWh)}, {name: currency() + "/kWh", number: true, of: trade => priceOnly(trade.priceMicroPerKwh)}],
  rows, t("market.none-yet"))));
}

async function books(target, slots, market) {
  const slot = slots.find(one => one.phase === "CONTINUOUS");
  const book = slot ? await maybe(slotPath(slot.slotStart, "/book")) : null;
  if (!book) {
    put(target, h("p", {class: "empty"}, t(!market.continuous ? "market.no-continuous" : slot ? "login.only" : "market.none-trades")));
    return;
  }
  put(target, h("p", {class: "sub"}, t("market.book-of", {slot: slotTime(slot), until: time(slot.gateClosure), currency: currency()})),
    h("div", {class: "books"}, book.areas.map(area => areaBook(area))));
}

function areaBook(area) {
  const rows = [...area.sells.slice(0, 6).reverse().map(level => ({side: "sell", ...level})), ...area.buys.slice(0, 6).map(level => ({side: "buy", ...level}))];
  const state = area.haltedUntil ? t("market.halted", {until: time(area.haltedUntil)}) : t("market.last-price", {price: price(area.lastPriceMicroPerKwh)});
  return h("div", {}, h("h3", {}, area.area), table(state, [
    {name: t("side"), head: true, of: row => h("span", {class: "side " + row.side}, t("side." + row.side))},
    {name: currency() + "/kWh", number: true, of: row => priceOnly(row.priceMicroPerKwh)}, {name: "kWh", number: true, of: row => kwhOnly(row.energyWh)},
    {name: t("market.orders"), number: true, of: row => count(row.orders)}], rows, t("market.no-orders")));
}

async function bills(target) {
  const found = mayAsk() ? await maybe("/v1/bills") : null;
  put(target, !found ? loginOnly() : scroller(t("market.bills"), table(t("market.bills-caption"), [
    {name: t("participant"), head: true, of: bill => bill.participant},
    {name: t("bill.import") + ", kWh", number: true, of: bill => kwhOnly(bill.importWh)}, {name: t("bill.export") + ", kWh", number: true, of: bill => kwhOnly(bill.exportWh)},
    {name: t("bill.bought") + ", kWh", number: true, of: bill => kwhOnly(bill.boughtWh)}, {name: t("bill.sold") + ", kWh", number: true, of: bill => kwhOnly(bill.soldWh)},
    {name: t("bill.amount"), number: true, of: bill => money(bill.amountNano)}], found.bills, t("market.no-settled"))));
}

async function batches(target) {
  const found = mayAsk() ? await maybe("/v1/batches?limit=" + ROWS) : null;
  put(target, !found ? loginOnly() : scroller(t("market.batches"), table(t("market.batches-caption"), [
    {name: t("slot"), head: true, of: slotName}, {name: t("bill.run"), number: true, of: batch => batch.run},
    {name: t("bill.lines"), number: true, of: batch => count(batch.billLineCount)},
    {name: t("market.block"), number: true, of: batch => batch.blockNumber === null ? none() : count(batch.blockNumber)},
    {name: t("market.root"), of: batch => h("code", {}, batch.billRoot.slice(0, 12) + "…")}], found.batches, t("market.none-yet"))));
}

async function rejected(target) {
  const found = mayAsk() ? await maybe("/v1/readings/rejected?limit=" + ROWS) : null;
  put(target, !found ? loginOnly() : scroller(t("market.rejected"), table(t("market.rejected-caption"), [
    {name: t("meter"), head: true, of: reading => reading.meter || none()}, {name: t("time"), of: reading => dayTime(reading.time)},
    {name: t("reason"), of: reading => h("code", {}, reading.code)}], found.readings, t("market.none"))));
}
