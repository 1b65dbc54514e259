import {card, figure, h, put, scroller, table} from "./dom.js";
import {get} from "./api.js";
import {t, word} from "./text.js";
import {slotChart} from "./chart.js";
import {accountOf, areaOf, bill, netPositions, notices, openOrders, sum, usageOf} from "./mine.js";
import {AHEAD, areaPrice, lastSlots, rules, tariffAt} from "./slots.js";
import {count, currency, day, dayStart, dayTime, kwh, kwhOnly, money, none, price, priceOnly, slotTime, time} from "./units.js";
/* Today at a glance, of one home. */

const NEXT = 8, DAY = 86400000;

/** Opens the page. */
export async function open({participant}) {
  if (!participant) return {node: h("p", {class: "empty"}, t("mine.nobody")), refresh() {}};
  const at = {today: h("dl", {class: "figures", id: "today"}), line: h("p", {class: "sub"}), chart: h("div", {}), next: h("div", {}), notices: h("div", {})};
  const area = await areaOf(participant);
  const node = h("div", {}, h("p", {class: "lead"}, t("home.lead", {participant, area: area || none()})), h("div", {class: "grid"},
    card(t("home.today"), null, at.today, at.line),
    card(t("home.chart"), null, at.chart),
    card(t("home.next"), null, at.next, h("div", {class: "actions"}, h("a", {href: "#/orders"}, t("home.to-orders")))),
    card(t("home.notices"), null, at.notices)));
  return {node, title: t("home.title", {participant}), refresh: () => refresh(at, participant, area)};
}

async function refresh(at, participant, area) {
  const now = (await get("/v1/time")).marketTime;
  if (!now) {
    at.line.textContent = t("home.no-time");
    return;
  }
  const from = dayStart(now), to = new Date(Date.parse(from) + DAY).toISOString();
  const [market, slots, billed, account, positions, open, told, used] = await Promise.all([rules(), lastSlots(), bill(participant, from, to),
    accountOf(participant), netPositions(participant, from, to), openOrders(participant), notices(participant), usageOf(participant, from, to)]);
  const nets = positions ? positions.positions : [];
  figures(at, {now, billed, account, open, used: used.slots});
  chart(at.chart, nets, now);
  next(at.next, {slots: slots || [], market, nets, area, open});
  put(at.notices, scroller(t("home.notices"), table(t("home.notices-caption"), [
    {name: t("slot"), head: true, of: one => dayTime(one.slotStart)}, {name: t("home.what"), of: one => word("notice", one.kind)},
    {name: t("home.detail"), of: one => one.detail ? word("reason", one.detail) : none()},
    {name: t("bill.amount"), number: true, of: one => money(one.amountNano)}], told, t("home.no-notices"))));
}

function figures(at, {now, billed, account, open, used}) {
  const of = kind => sum(billed.lines.filter(line => line.kind === kind), line => line.energyWh);
  put(at.today, 
    figure(t("home.surplus"), used.length ? kwh(sum(used, one => one.exportWh)) : none(), t("home.surplus-why")),
    figure(t("home.taken"), used.length ? kwh(sum(used, one => one.importWh)) : none(), t("home.taken-why")),
    figure(t("home.sold"), kwh(of("TRADE_SELL")), t("home.to-neighbours")), figure(t("home.bought"), kwh(of("TRADE_BUY")), t("home.from-neighbours")),
    figure(t("home.money"), money(sum(billed.lines, line => line.amountNano)), t("home.money-why", {slots: new Set(billed.lines.map(line => line.slotStart)).size})),
    figure(t("home.money-all"), money(billed.amountNano), t("home.money-all-why")),
    figure(t("home.open"), count(open.orders.length)),
    account.secured ? figure(t("home.available"), money(account.availableNano), t("home.available-why")) : null);
  at.line.textContent = t("home.as-of", {time: dayTime(now)});
}

function chart(target, nets, now) {
  const rows = nets.map(one => ({...one, label: slotTime(one), mark: time(one.slotStart)}));
  put(target, slotChart({title: t("home.chart-of", {day: day(now)}), unit: "kWh", show: kwhOnly, tick: kwhOnly, none: t("home.no-positions"),
    now: rows.filter(row => Date.parse(row.slotStart) <= Date.parse(now)).length}, rows, [
    {name: t("home.metered"), kind: "bar", pale: true, of: row => row.meteredWh},
    {name: t("home.contracted"), kind: "step", of: row => row.contractedWh},
    {name: t("home.forecast"), kind: "step", of: row => row.forecastWh}]));
}

function next(target, {slots, market, nets, area, open}) {
  const rows = slots.filter(slot => AHEAD.has(slot.phase) || slot.phase === "DELIVERY").slice(0, NEXT);
  const position = slot => nets.find(one => one.slotStart === slot.slotStart) || {};
  put(target, scroller(t("home.next"), table(t("home.next-caption", {currency: currency()}), [
    {name: t("slot"), head: true, of: slotTime}, {name: t("phase"), of: slot => word("phase", slot.phase)},
    {name: t("home.forecast") + ", kWh", number: true, of: slot => kwhOnly(position(slot).forecastWh)},
    {name: t("home.contracted") + ", kWh", number: true, of: slot => kwhOnly(position(slot).contractedWh)},
    {name: t("home.auction-price"), number: true, of: slot => priceOnly(areaPrice(slot, area))},
    {name: t("tariff.retail"), number: true, of: slot => priceOnly(tariffAt(market, slot.slotStart).retailMicroPerKwh)},
    {name: t("home.open"), of: slot => open.orders.filter(one => one.slotStart === slot.slotStart)
      .map(one => t("side." + one.side) + " " + kwh(one.openWh) + " @ " + price(one.priceMicroPerKwh)).join("; ") || none()}], rows, t("home.no-slots"))));
}
