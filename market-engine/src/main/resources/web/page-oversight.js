import {card, h, put, scroller, table} from "./dom.js";
import {get, maybe, part} from "./api.js";
import {slotChart} from "./chart.js";
import {t, word} from "./text.js";
import {download} from "./download.js";
import {rules, slotPath} from "./slots.js";
import {atMostEvery} from "./pace.js";
import {purposeForm, purposeIsMissing} from "./purpose.js";
import {count, day, dayStart, dayTime, decimal, none, slotName, slotTime, time, wattHours, zoneMinutes} from "./units.js";
/* The regulator's page: what surveillance found, with its evidence; market power over a day; disputes; reports of batteries that came late. */

const DAY = 86400000, ALERTS = 100, PACE = 3000, DUTY_PAGES = 20, WHOLE = 1000000;
const percent = ppm => ppm === null ? none() : decimal(ppm, 4, 1) + " %";

/** Opens the page. */
export async function open({tell}) {
  const areas = [...(await rules()).areas].sort();
  const now = (await get("/v1/time")).marketTime;
  const chosen = {area: "", day: now ? day(now) : ""};
  const at = {alerts: h("div", {id: "alerts"}), power: h("div", {id: "power"}), disputes: h("div", {id: "disputes"}), duties: h("div", {id: "duties"})};
  const paced = atMostEvery(PACE, load, tell);
  const again = () => paced.now().catch(tell);
  const asked = purposeForm(() => Promise.all([paced.now(), duties(at.duties)]).catch(tell));
  const area = h("select", {id: "power-area", onchange: event => { chosen.area = event.target.value; again(); }},
    h("option", {value: ""}, t("power.all-areas")), areas.map(one => h("option", {value: one}, one)));
  const on = h("input", {type: "date", id: "power-day", value: chosen.day, onchange: event => { chosen.day = event.target.value; again(); }});
  const node = h("div", {}, h("p", {class: "lead"}, t("oversight.lead")), h("div", {class: "grid"},
    card(t("alerts.title"), null, at.alerts),
    card(t("power.title"), null, h("div", {class: "actions"}, h("label", {}, t("data.area"), " ", area), h("label", {}, t("bills.day"), " ", on)), at.power),
    card(t("purpose.title"), null, asked),
    card(t("disputes.title"), null, at.disputes),
    card(t("duties.title"), null, at.duties)));
  let told = false;
  return {node, close: paced.stop, refresh: async () => {
    await paced();
    if (!told) {
      told = true;
      await duties(at.duties);
    }
  }};

  async function load() {
    const [found, power, market, clock] = await Promise.all([get("/v1/alerts?limit=" + ALERTS), powerOf(chosen), rules(), get("/v1/time")]);
    alerts(at.alerts, found, tell);
    showPower(at.power, power, chosen, clock.marketTime);
    await disputes(at.disputes, market);
  }
}

async function powerOf(chosen) {
  if (!chosen.day) return [];
  const from = new Date(Date.parse(chosen.day + "T00:00:00Z") - zoneMinutes() * 60000);
  const to = new Date(from.getTime() + DAY);
  const found = await get(`/v1/market-power?from=${part(from.toISOString())}&to=${part(to.toISOString())}&limit=1000` + (chosen.area ? "&area=" + part(chosen.area) : ""));
  return found.slots;
}

/** The two indices over the slots of a day, and which sellers were pivotal. */
function showPower(target, slots, chosen, now) {
  const rows = slots.map(slot => ({...slot, label: slotTime(slot), mark: time(slot.slotStart)}));
  const over = rows.filter(row => now && row.slotStart <= now).length;
  const pivotal = rows.filter(row => row.pivotalSellers.length);
  put(target, h("p", {class: "sub"}, t("power.how")),
    h("h3", {}, t("power.hhi")),
    slotChart({title: t("power.hhi-of", {day: chosen.day}), unit: t("power.points"), show: value => value === null ? none() : count(value), tick: count, none: t("power.none"), now: over}, rows, [
      {name: t("power.hhi"), kind: "bar", of: row => row.hhi}]),
    h("h3", {}, t("power.rsi")),
    slotChart({title: t("power.rsi-of", {day: chosen.day}), unit: "%", show: percent, tick: value => count(Math.round(value / 10000)), none: t("power.none"), now: over}, rows, [
      {name: t("power.rsi"), kind: "step", of: row => row.residualSupplyPpm},
      {name: t("power.enough"), kind: "step", thin: true, of: () => WHOLE}]),
    h("h3", {}, t("power.pivotal")),
    scroller(t("power.pivotal"), table(t("power.pivotal-caption"), [
      {name: t("slot"), head: true, of: slotTime}, {name: t("power.sellers"), number: true, of: row => count(row.sellers)},
      {name: t("power.offered"), number: true, of: row => wattHours(row.offeredWh)}, {name: t("power.asked"), number: true, of: row => wattHours(row.askedWh)},
      {name: t("power.sold"), number: true, of: row => wattHours(row.soldWh)}, {name: t("power.rsi"), number: true, of: row => percent(row.residualSupplyPpm)},
      {name: t("power.pivotal"), of: row => row.pivotalSellers.join(", ")}], pivotal, t("power.no-pivotal"))));
}

function alerts(target, found, tell) {
  const evidence = row => t("alerts.evidence", {first: count(row.evidence.firstSequence), last: count(row.evidence.lastSequence), frame: count(row.evidence.commandOffset),
    orders: row.evidence.orderIds.join(", ") || none(), trades: row.evidence.tradeIds.join(", ") || none()});
  put(target, scroller(t("alerts.title"), table(t("alerts.caption"), [
    {name: t("alerts.pattern"), head: true, of: row => word("pattern", row.pattern)}, {name: t("slot"), of: slotName}, {name: t("data.area"), of: row => row.area || none()},
    {name: t("alerts.who"), of: row => row.participants.join(", ")}, {name: t("alerts.seen"), of: row => dayTime(row.seenAt)},
    {name: t("alerts.energy"), number: true, of: row => wattHours(row.energyWh)},
    {name: t("alerts.measures"), of: row => row.measures.map(one => t("alerts.measure", {name: one.name, value: count(one.value), limit: count(one.limit)})).join("; ")},
    {name: t("alerts.where"), of: evidence},
    {name: t("alerts.book"), of: row => h("a", {href: `#/replay/${row.slotStart}/${row.evidence.lastSequence}`}, t("alerts.book-then"))},
    {name: t("officer.decision"), of: row => h("button", {type: "button", class: "small", "aria-label": t("alerts.export-of", {id: row.id}), onclick: () => exportAlert(row).catch(tell)}, t("alerts.export"))}],
  found.alerts, t("alerts.none"))), found.next ? h("p", {class: "sub"}, t("alerts.more", {shown: count(found.alerts.length)})) : null);
}

/** An alert with what the market tells of its slot, and the signed head of what the ledger had then. */
async function exportAlert(row) {
  const [alert, auction, trades, fallbacks, halts, market, head] = await Promise.all([get("/v1/alerts/" + row.id), maybe(slotPath(row.slotStart, "/auction")),
    maybe(slotPath(row.slotStart, "/trades?limit=10000")), maybe(slotPath(row.slotStart, "/fallbacks")), maybe(slotPath(row.slotStart, "/halts")), rules(), maybe("/v1/tree-head")]);
  download(`alert-${row.id}-${row.version}.json`, "application/json", JSON.stringify({alert, auction, trades, fallbacks, halts, market, treeHead: head}, null, 2));
}

async function disputes(target, market) {
  if (purposeIsMissing()) {
    put(target, h("p", {class: "empty"}, t("purpose.first")));
    return;
  }
  const found = await get("/v1/disputes?limit=100");
  put(target, h("p", {class: "sub"}, market.disputes ? t("disputes.decider", {decider: market.disputes.decider}) : t("dispute.none")), scroller(t("disputes.title"), table(t("disputes.caption"), [
    {name: t("number"), head: true, number: true, of: row => row.disputeId}, {name: t("participant"), of: row => h("a", {href: `#/settlement/${row.participant}/${day(row.slotStart)}`}, row.participant)},
    {name: t("slot"), of: slotName}, {name: t("data.state"), of: row => word("dispute", row.state) + (row.overdue ? ", " + t("disputes.overdue") : "")},
    {name: t("disputes.opened"), of: row => dayTime(row.openedAt)}, {name: t("disputes.by"), of: row => dayTime(row.decideBy)}, {name: t("reason"), of: row => row.reason || none()}],
  found.disputes, t("disputes.none"))));
}

/** Reports that came late, through all pages of the ledger's history, or as many as are reasonable. */
async function duties(target) {
  if (purposeIsMissing()) {
    put(target, h("p", {class: "empty"}, t("purpose.first")));
    return;
  }
  let reports = [], cursor = "";
  for (let i = 0; i < DUTY_PAGES; i++) {
    const page = await maybe("/v1/battery-duties/overdue" + cursor);
    if (!page) break;
    reports = reports.concat(page.reports);
    cursor = page.next ? "?cursor=" + part(page.next) : "";
    if (!cursor) break;
  }
  put(target, scroller(t("duties.title"), table(t("duties.caption"), [
    {name: t("duties.battery"), head: true, of: row => row.battery}, {name: t("duties.organisation"), of: row => row.organisation}, {name: t("duties.operation"), of: row => row.operation},
    {name: t("duties.duty"), of: row => row.duty}, {name: t("duties.due"), of: row => row.dueOn}, {name: t("duties.reported"), of: row => row.reportedOn},
    {name: t("duties.days"), number: true, of: row => count(row.workingDays)}], reports, t("duties.none"))), cursor ? h("p", {class: "sub"}, t("duties.more")) : null);
}
