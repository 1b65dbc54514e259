import {card, h, put, scroller, table} from "./dom.js";
import {get, part} from "./api.js";
import {slotChart} from "./chart.js";
import {t, word} from "./text.js";
import {purposeForm, purposeIsMissing} from "./purpose.js";
import {rules} from "./slots.js";
import {atMostEvery, toldOnce} from "./pace.js";
import {HIGH, LOW, MEDIUM, showAlarms} from "./alarms.js";
import {areaMap} from "./area-map.js";
import {fleet, outageAt, showFleet} from "./fleet.js";
import {limitForm} from "./limit-form.js";
import {storageCalls} from "./storage-calls.js";
import {count, day, dayStart, dayTime, none, price, slotName, slotTime, time, watts, wattHours} from "./units.js";
/* The grid operator's page: flows against limits, positions, deviation, storage, alarms, halts, meters, lowered limits. */

const DAY = 86400000, LOOK_BACK = 7, PACE = 3000;

/** Opens the page. */
export async function open({tell}) {
  const market = await rules();
  const areas = [...market.areas].sort();
  const at = {alarms: h("div", {id: "alarms"}), now: h("div", {id: "deviation"}), map: h("div", {id: "map"}), chart: h("div", {id: "net-positions"}),
    fleet: h("div", {id: "fleet"}), halts: h("div", {id: "halts"}), limits: h("div", {id: "limit-changes"}), meters: h("div", {id: "meters"})};
  const chosen = {slot: "", area: areas[0]};
  let last = null;
  const redraw = () => { if (last) draw(); };
  const slotChoice = h("select", {id: "map-slot", onchange: event => { chosen.slot = event.target.value; redraw(); }});
  const areaChoice = h("select", {id: "chart-area", onchange: event => { chosen.area = event.target.value; redraw(); }}, areas.map(area => h("option", {value: area}, area)));
  const paced = atMostEvery(PACE, load, tell);
  const calls = storageCalls({market, tell}), callsTold = toldOnce(tell);
  const asked = purposeForm(() => paced.now().catch(tell));
  const node = h("div", {}, h("p", {class: "lead"}, t("grid.lead")), h("div", {class: "grid"},
    card(t("purpose.title"), null, asked),
    card(t("alarm.title"), null, at.alarms),
    card(t("grid.map"), null, h("div", {class: "actions"}, h("label", {}, t("slot"), " ", slotChoice)), at.map),
    card(t("grid.deviation"), null, at.now),
    card(t("grid.positions"), null, h("div", {class: "actions"}, h("label", {}, t("data.area"), " ", areaChoice)), at.chart),
    card(t("fleet.title"), null, at.fleet),
    card(t("calls.title"), null, calls.node),
    card(t("grid.limit-changes"), "half", at.limits, limitForm({market, tell, done: () => paced.now().catch(tell)})),
    card(t("grid.halts"), "half", at.halts),
    card(t("grid.meters"), null, at.meters)));
  return {node, refresh: paced, close: () => { paced.stop(); calls.close(); }};

  async function load() {
    Promise.all([calls.refresh(), calls.slots()]).then(callsTold.well, callsTold.ill); // beside: alarms do not wait for them
    if (purposeIsMissing()) {
      for (const one of Object.values(at)) put(one, h("p", {class: "empty"}, t("purpose.first")));
      return;
    }
    const now = (await get("/v1/time")).marketTime;
    if (!now) {
      for (const one of Object.values(at)) put(one, h("p", {class: "empty"}, t("home.no-time")));
      return;
    }
    const begin = dayStart(now), today = range(begin, DAY), week = range(new Date(Date.parse(begin) - LOOK_BACK * DAY).toISOString(), (LOOK_BACK + 1) * DAY);
    const [positions, flows, links, alerts, losses, halts, changes, meters, units] = await Promise.all([
      get("/v1/grid/positions?" + today), get("/v1/grid/flows?" + today), get("/v1/grid/links?" + today), get("/v1/grid/alerts?" + week),
      get("/v1/grid/losses?" + week), get("/v1/grid/halts?" + week), get("/v1/grid/limit-changes?" + week), get("/v1/grid/meters?" + week), fleet()]);
    last = {now, positions: positions.positions, errors: positions.forecastErrors, flows: flows.flows, links: links.links, alerts: alerts.alerts,
      losses: losses.losses, halts: halts.halts, changes: changes.limitChanges, meters, units};
    draw();
  }

  function draw() {
    showAlarms(at.alarms, alarmsOf(last), last.now);
    map(at.map, slotChoice, chosen, areas, last);
    deviation(at.now, areas, last);
    positionsOf(at.chart, chosen.area, last);
    showFleet(at.fleet, last.units, last.now);
    halted(at.halts, last);
    lowered(at.limits, last);
    metersOf(at.meters, last.meters);
  }
}

const range = (from, millis) => `from=${part(from)}&to=${part(new Date(Date.parse(from) + millis).toISOString())}&limit=10000`;

/** The slots that a map can be drawn of, and of the one that was chosen, or else the last, the map. */
function map(target, choice, chosen, areas, {flows, links}) {
  const starts = [...new Set([...flows, ...links].map(one => one.slotStart))].sort();
  const measured = flows.map(one => one.slotStart).sort().at(-1);
  const start = starts.includes(chosen.slot) ? chosen.slot : measured || starts.at(-1) || "";
  const minutes = one => [...flows, ...links].find(row => row.slotStart === one).slotMinutes;
  if ([...choice.options].map(one => one.value).join() !== starts.join()) put(choice, starts.map(one => h("option", {value: one, selected: one === start}, slotTime({slotStart: one, slotMinutes: minutes(one)}))));
  put(target, areaMap({title: t("grid.map-of", {slot: start ? dayTime(start) : none()})}, areas,
    flows.filter(one => one.slotStart === start), links.filter(one => one.slotStart === start)));
}

/** The last metered slot and the one that is delivered, of each area. */
function deviation(target, areas, {positions, now}) {
  const at = Date.parse(now);
  const rows = areas.flatMap(area => {
    const own = positions.filter(one => one.area === area);
    const metered = own.filter(one => one.meteredWh !== null && one.contractedWh !== null).at(-1);
    const current = own.find(one => Date.parse(one.slotStart) <= at && at < Date.parse(one.slotStart) + one.slotMinutes * 60000);
    const row = (one, key, energy) => one && energy !== null && one.contractedWh !== null
      ? [{area, which: t(key), slot: slotTime(one), wh: energy - one.contractedWh, w: (energy - one.contractedWh) * 60 / one.slotMinutes, sum: one.imbalanceToDateWh}] : [];
    return [...row(metered, "grid.metered-last", metered && metered.meteredWh), ...row(current, "grid.expected-now", current && current.forecastWh)];
  });
  put(target, scroller(t("grid.deviation"), table(t("grid.deviation-caption"), [
    {name: t("data.area"), head: true, of: row => row.area}, {name: t("home.what"), of: row => row.which}, {name: t("slot"), of: row => row.slot},
    {name: "W", number: true, of: row => watts(Math.round(row.w))}, {name: "Wh", number: true, of: row => wattHours(row.wh)},
    {name: t("grid.to-date"), number: true, of: row => wattHours(row.sum)}], rows, t("grid.no-positions"))));
}

function positionsOf(target, area, {positions, errors, now}) {
  const rows = positions.filter(one => one.area === area).map(one => ({...one, label: slotTime(one), mark: time(one.slotStart)}));
  const error = errors.find(one => one.area === area);
  put(target, slotChart({title: t("grid.positions-of", {area, day: day(now)}), unit: "Wh", show: wattHours, tick: count, none: t("grid.no-positions"),
    now: rows.filter(row => Date.parse(row.slotStart) <= Date.parse(now)).length}, rows, [
    {name: t("home.metered"), kind: "bar", pale: true, of: row => row.meteredWh},
    {name: t("home.contracted"), kind: "step", of: row => row.contractedWh},
    {name: t("home.forecast"), kind: "step", of: row => row.forecastWh}]),
  error && error.slots ? h("p", {class: "sub"}, t("grid.forecast-error", {slots: count(error.slots), first: wattHours(error.firstMeanAbsoluteWh), last: wattHours(error.meanAbsoluteWh)})) : null);
}

function halted(target, {halts, now}) {
  put(target, scroller(t("grid.halts"), table(t("grid.halts-caption"), [
    {name: t("slot"), head: true, of: slotName}, {name: t("data.area"), of: row => row.area}, {name: t("grid.would-trade"), number: true, of: row => price(row.priceMicroPerKwh)},
    {name: t("data.until"), of: row => dayTime(row.until)}, {name: t("data.state"), of: row => t(row.until > now ? "grid.halted" : "grid.went-on")}], halts, t("grid.no-halts"))));
}

function lowered(target, {changes}) {
  put(target, scroller(t("grid.limit-changes"), table(t("grid.limit-changes-caption"), [
    {name: t("slot"), head: true, of: slotName}, {name: t("grid.link"), of: row => row.from + " → " + row.to},
    {name: t("grid.least") + ", Wh", number: true, of: row => wattHours(row.minFlowWh)}, {name: t("grid.most") + ", Wh", number: true, of: row => wattHours(row.maxFlowWh)},
    {name: t("grid.curtailed"), number: true, of: row => t("grid.curtailed-of", {energy: wattHours(row.curtailedWh), trades: count(row.curtailedTrades)})},
    {name: t("reason"), of: row => row.reason}], changes, t("grid.no-limit-changes"))));
}

function metersOf(target, {silent, suspect}) {
  const rows = [...silent.map(one => ({kind: "silent", who: one.participant, meter: none(), from: one.slotStart, what: t("grid.silent-since", {slot: slotName(one)})})),
    ...suspect.map(one => ({kind: "suspect", who: one.participants.join(", ") || t("grid.boundary"), meter: one.meter, from: one.from,
      what: h("span", {}, word("check", one.check), ": ", h("span", {lang: "en"}, one.detail))}))];
  put(target, scroller(t("grid.meters"), table(t("grid.meters-caption"), [
    {name: t("data.state"), head: true, of: row => t("grid." + row.kind)}, {name: t("participant"), of: row => row.who}, {name: t("meter"), of: row => row.meter},
    {name: t("data.from"), of: row => dayTime(row.from)}, {name: t("home.detail"), of: row => row.what}], rows, t("grid.no-meters"))));
}

/** What is wrong, as alarms with a priority. A key has the version, so that news of an alarm are a new one. */
function alarmsOf({alerts, losses, links, halts, changes, meters, units, now}) {
  const slotAlarm = (kind, priority, where, row, what, more) => ({key: [kind, where, row.slotStart, more.version || 0].join("|"), kind, priority, where, since: row.slotStart, what, over: Boolean(more.over)});
  const unit = row => row.unit === "W" ? watts : wattHours;
  return [
    ...alerts.map(row => slotAlarm(row.kind, row.kind === "RESIDUAL" ? MEDIUM : HIGH, row.area, row,
      t("alarm.found", {found: unit(row)(row.found), limit: unit(row)(row.limit)}), {version: row.version, over: !row.stands})),
    ...links.filter(row => row.exceeds).map(row => slotAlarm("LINK", HIGH, row.from + " → " + row.to, row,
      t("alarm.link", {flow: wattHours(row.flowWh), least: wattHours(row.minFlowWh), most: wattHours(row.maxFlowWh)}), {})),
    ...losses.filter(row => row.beyondLimit).map(row => slotAlarm("LOSSES", MEDIUM, row.area, row,
      t("alarm.found", {found: wattHours(row.residualWh), limit: wattHours(row.residualLimitWh)}), {version: row.run + 1})),
    ...halts.map(row => slotAlarm("HALT", MEDIUM, row.area, row, t("alarm.until", {until: dayTime(row.until)}), {version: row.until, over: row.until <= now})),
    ...changes.map(row => slotAlarm("LIMIT", LOW, row.from + " → " + row.to, row, row.reason, {version: row.minFlowWh + "/" + row.maxFlowWh,
      over: Date.parse(row.slotStart) + row.slotMinutes * 60000 <= Date.parse(now)})),
    ...meters.silent.map(row => slotAlarm("SILENT", MEDIUM, row.participant, row, t("grid.silent-since", {slot: slotName(row)}), {})),
    ...meters.suspect.map(row => slotAlarm("SUSPECT", LOW, row.meter, {slotStart: row.from}, word("check", row.check), {version: row.check})),
    ...units.units.filter(row => outageAt(row, now)).map(row => slotAlarm("OUTAGE", HIGH, row.unit, {slotStart: outageAt(row, now).from}, t("alarm.until", {until: dayTime(outageAt(row, now).to)}), {})),
    ...units.units.filter(row => row.stale).map(row => slotAlarm("STALE", MEDIUM, row.unit, {slotStart: row.state ? row.state.slotStart : ""}, t("fleet.stale"), {}))];
}
