import {card, h, put, scroller, svg, table} from "./dom.js";
import {get, part, post} from "./api.js";
import {t, word} from "./text.js";
import {atMostEvery, toldOnce} from "./pace.js";
import {committed, fleet, showFleet} from "./fleet.js";
import {dayTime, none, price, wattHours} from "./units.js";
/* What storage units do for one participant: virtual batteries and services, own energy in them, own units, and what these are called for. */

const POLL = 5000, PACE = 3000;

/** Opens the page. */
export async function open({participant, tell}) {
  if (!participant) return {node: h("p", {class: "empty"}, t("mine.nobody")), refresh() {}};
  const at = {batteries: h("div", {id: "virtual-batteries"}), services: h("div", {id: "services"}), lots: h("div", {id: "lots"}), units: h("div", {id: "fleet"}), calls: h("div", {id: "own-calls"})};
  const shown = {};
  let asked = 0, answering = false;
  // What has not changed stays, so that nobody loses what is open or filled in.
  const changed = (name, what) => shown[name] !== (shown[name] = JSON.stringify(what));
  const load = async () => {
    const mine = ++asked, own = "/v1/accounts/" + part(participant);
    const [promised, calls, units, clock] = await Promise.all([get(own + "/storage-services"), get(own + "/storage-calls"), fleet(participant), get("/v1/time")]);
    if (mine !== asked) return; // a later answer is newer
    const now = clock.marketTime;
    const known = promised.services.map(one => ({...one, ahead: Boolean(now && Date.parse(one.commitment.from) > Date.parse(now))}));
    if (changed("services", known)) {
      batteries(at.batteries, known.filter(one => one.commitment.kind === "lease"));
      services(at.services, known.filter(one => one.commitment.kind !== "lease"));
    }
    if (changed("lots", promised.lots)) lots(at.lots, promised.lots);
    showFleet(at.units, units, now || "");
    if (changed("calls", calls.calls)) called(at.calls, calls.calls, answer);
  };
  const buttons = disabled => at.calls.querySelectorAll("button").forEach(one => { one.disabled = disabled; });
  const answer = async (call, body) => {
    if (answering) return;
    answering = true;
    buttons(true);
    try {
      await post(`/v1/accounts/${part(participant)}/storage-calls/${part(call)}/answer`, body);
      tell(null);
    } catch (e) {
      tell(e);
    }
    await load().catch(tell);
    answering = false;
    buttons(false);
  };
  const refresh = atMostEvery(PACE, load, tell), polled = toldOnce(tell);
  // A call waits for an answer, and no channel of the stream tells of it.
  const timer = setInterval(() => { if (!document.hidden) refresh.now().then(polled.well, polled.ill); }, POLL);
  return {title: t("storage.title", {participant}), refresh, close: () => {
    clearInterval(timer);
    refresh.stop();
  }, node: h("div", {}, h("p", {class: "lead"}, t("storage.lead")), h("div", {class: "grid"},
    card(t("storage.calls"), null, at.calls),
    card(t("storage.batteries"), null, at.batteries),
    card(t("storage.services"), null, at.services),
    card(t("storage.lots"), null, at.lots),
    card(t("storage.units"), null, at.units)))};
}

/** A bar of what a virtual battery holds. */
function gauge({startWh, energyWh}) {
  const width = energyWh ? Math.round(startWh * 100 / energyWh) : 0;
  return svg("svg", {class: "gauge", viewBox: "0 0 100 12", "aria-hidden": "true"}, svg("rect", {class: "frame", width: 100, height: 12}), svg("rect", {class: "f0", width, height: 12}));
}

function batteries(target, leases) {
  const held = ({commitment}) => h("span", {class: "held"}, gauge(commitment), wattHours(commitment.startWh) + " / " + wattHours(commitment.energyWh));
  put(target, scroller(t("storage.batteries"), table(t("storage.batteries-caption"), [
    {name: t("fleet.unit"), head: true, of: one => one.unit}, {name: t("storage.seller"), of: one => one.seller}, {name: t("fleet.held"), of: held},
    {name: t("storage.per-slot"), of: ({commitment}) => t("storage.both", {charge: wattHours(commitment.chargeSlotWh), discharge: wattHours(commitment.dischargeSlotWh)})},
    {name: t("calls.when"), of: ({commitment}) => dayTime(commitment.from) + " – " + dayTime(commitment.to)},
    {name: t("data.state"), of: one => t(one.ahead ? "storage.ahead" : "storage.now")}],
  leases, t("storage.no-batteries"))));
}

function services(target, rows) {
  const most = one => one.kind === "charge-service" ? one.chargeSlotWh : one.kind === "release" ? one.dischargeSlotWh : null;
  put(target, scroller(t("storage.services"), table(t("storage.services-caption"), [
    {name: t("storage.kind"), head: true, of: one => word("commitment", one.commitment.kind)}, {name: t("fleet.unit"), of: one => one.unit}, {name: t("storage.seller"), of: one => one.seller},
    {name: t("storage.left"), number: true, of: one => committed(one.commitment)}, {name: t("storage.in-slot"), number: true, of: one => wattHours(most(one.commitment))},
    {name: t("calls.when"), of: one => dayTime(one.commitment.from) + " – " + dayTime(one.commitment.to)}], rows, t("storage.no-services"))));
}

function lots(target, rows) {
  put(target, scroller(t("storage.lots"), table(t("storage.lots-caption"), [
    {name: t("fleet.unit"), head: true, of: one => one.unit}, {name: t("storage.energy"), number: true, of: one => wattHours(one.energyWh)},
    {name: t("fleet.of-when"), of: one => dayTime(one.slotStart)}], rows, t("storage.no-lots"))));
}

/** Calls of own units, the unanswered first, each with its answer, or two buttons. */
function called(target, calls, answer) {
  const rows = calls.flatMap(call => call.units.map(unit => ({...unit, call})))
    .sort((a, b) => (a.answer === null ? 0 : 1) - (b.answer === null ? 0 : 1) || (a.call.calledAt < b.call.calledAt ? 1 : -1));
  const energy = wh => t(wh < 0 ? "calls.charge-of" : "calls.discharge-of", {energy: wattHours(Math.abs(wh))});
  const waits = row => row.answer === null && row.call.state === "open";
  const buttons = row => {
    const why = h("input", {"aria-label": t("storage.why-not") + ": " + row.unit, placeholder: t("storage.why-not"), maxlength: "200", required: true});
    const button = (name, cls, what) => h("button", {type: "button", class: cls, "aria-label": name + ": " + row.unit, onclick: what}, name);
    return h("span", {class: "actions tight"}, button(t("storage.accept"), "small main", () => answer(row.call.call, {unit: row.unit, accept: true})), why,
      button(t("storage.refuse"), "small", () => { if (why.reportValidity()) answer(row.call.call, {unit: row.unit, accept: false, reason: why.value.trim()}); }));
  };
  put(target, scroller(t("storage.calls"), table(t("storage.calls-caption"), [
    {name: t("fleet.unit"), head: true, of: row => row.unit}, {name: t("calls.each-slot"), of: row => energy(row.injectionSlotWh)},
    {name: t("calls.when"), of: row => dayTime(row.call.from) + " – " + dayTime(row.call.to)}, {name: t("calls.asks"), number: true, of: row => price(row.priceMicroPerKwh)},
    {name: t("reason"), of: row => row.call.reason || none()},
    {name: t("storage.answer"), of: row => waits(row) ? buttons(row) : row.answer === null ? word("call-state", row.call.state) : word("call-answer", row.answer) + (row.reason ? ": " + row.reason : "")},
    {name: t("storage.until"), of: row => waits(row) ? dayTime(row.until) : none()}], rows, t("storage.no-calls"))));
}
