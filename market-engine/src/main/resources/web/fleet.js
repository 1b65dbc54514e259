import {h, put, scroller, svg, table} from "./dom.js";
import {get, part} from "./api.js";
import {t, word} from "./text.js";
import {count, dayTime, none, slotTime, watts, wattHours} from "./units.js";
/* Storage units of the market: what they hold, what they are to do, and what is out of order. */

const MOST = 50, AHEAD = 4;

/** The first units, of an owner or of all, with state and set-points; more are counted only. */
export async function fleet(owner) {
  const units = (await get("/v1/storage-units")).units.filter(one => !owner || one.owner === owner);
  const shown = await Promise.all(units.slice(0, MOST).map(async unit => {
    const path = `/v1/accounts/${part(unit.owner)}/storage-units/${part(unit.unit)}`;
    const [one, schedule] = await Promise.all([get(path), get(path + "/schedule?limit=" + AHEAD)]);
    return {...unit, state: one.state, outages: one.outages, commitments: one.commitments, proof: one.proof, stale: schedule.stale, slots: schedule.slots};
  }));
  return {units: shown, all: units.length};
}

/** The outage that holds at an instant, or else the next one; of several that overlap the last that was told. */
export function outageAt(unit, now) {
  const at = Date.parse(now);
  const holds = unit.outages.filter(one => Date.parse(one.from) <= at && Date.parse(one.to) > at);
  return holds.length ? holds.at(-1) : null;
}

const ahead = (unit, now) => unit.outages.filter(one => Date.parse(one.from) > Date.parse(now)).sort((a, b) => a.from < b.from ? -1 : 1)[0];

/** A bar of what a unit holds between its reserve and its size. */
function gauge(unit) {
  const full = unit.usableWh, width = Math.round(unit.state.storedWh * 100 / full);
  return svg("svg", {class: "gauge", viewBox: "0 0 100 12", "aria-hidden": "true"}, svg("rect", {class: "frame", width: 100, height: 12}),
    svg("rect", {class: "f0", width, height: 12}), svg("rect", {class: "reserve", x: Math.round(unit.reserveWh * 100 / full), width: 1.5, height: 12}));
}

const outage = (one, key) => t(key, {percent: count(Math.round(one.availablePpm / 10000)), from: dayTime(one.from), until: dayTime(one.to)});

/** What a commitment may take of the unit, or, of a schedule, what it does in all its slots. */
export const committed = one => one.kind === "firm-schedule" ? plan(one.injectionWh) : wattHours(one.energyWh);

const plan = slots => t("fleet.plan", {energy: wattHours(slots.reduce((sum, one) => sum + one, 0)), slots: count(slots.length),
  least: wattHours(slots.reduce((a, b) => Math.min(a, b))), most: wattHours(slots.reduce((a, b) => Math.max(a, b)))});

/** What it is committed to: how much there is of it, and on demand what. */
function commitments(unit) {
  if (!unit.commitments.length) return count(0);
  return h("details", {}, h("summary", {}, count(unit.commitments.length)), h("ul", {class: "plain"}, unit.commitments.map(one => h("li", {},
    t("fleet.commitment", {kind: word("commitment", one.kind), owner: one.owner, from: dayTime(one.from), until: dayTime(one.to), energy: committed(one)})))));
}

/** What its record on the ledger proves of it. */
function proved({provenance, proof}) {
  if (!proof) return provenance ? t("fleet.not-read") : t("fleet.no-passport");
  const text = t("fleet.proved-of", {energy: wattHours(proof.usableWh), by: proof.bases.map(one => word("basis", one)).join(", ") || none()});
  return h("span", {class: proof.held ? "state over" : null}, text + (proof.until ? " " + t("fleet.proved-until", {until: dayTime(proof.until)}) : "") + (proof.held ? " · " + t("fleet.hold") : ""));
}

const drawn = new WeakMap();

/** Shows them; "now" is the market's time. What has not changed stays, so that nobody loses what is open. */
export function showFleet(target, {units, all}, now) {
  const text = JSON.stringify([units.map(unit => [unit, outageAt(unit, now), ahead(unit, now)]), all]); // the clock alone changes nothing
  if (drawn.get(target) === text && target.firstChild) return;
  drawn.set(target, text);
  const held = unit => unit.state ? h("span", {class: "held"}, gauge(unit), wattHours(unit.state.storedWh) + " / " + wattHours(unit.usableWh)) : t("fleet.unknown");
  const order = unit => {
    const holds = outageAt(unit, now), next = ahead(unit, now);
    if (holds) return h("span", {class: "state over"}, outage(holds, "fleet.out"));
    return next ? h("span", {class: "state near"}, outage(next, "fleet.out-ahead")) : t("fleet.in-order");
  };
  put(target, scroller(t("fleet.title"), table(t("fleet.caption"), [
    {name: t("fleet.unit"), head: true, of: unit => unit.unit}, {name: t("fleet.owner"), of: unit => unit.owner}, {name: t("data.area"), of: unit => unit.area},
    {name: t("fleet.held"), of: held}, {name: t("fleet.of-when"), of: unit => unit.state ? dayTime(unit.state.slotStart) + (unit.stale ? " · " + t("fleet.stale") : "") : none()},
    {name: t("fleet.reserve"), number: true, of: unit => wattHours(unit.reserveWh)},
    {name: t("fleet.power"), number: true, of: unit => watts(-unit.chargeW) + " … " + watts(unit.dischargeW)},
    {name: t("fleet.outage"), of: order}, {name: t("fleet.commitments"), of: commitments}, {name: t("fleet.proved"), of: proved},
    {name: t("fleet.set-points"), of: unit => unit.slots.length ? unit.slots.map(slot => slotTime(slot) + " " + watts(slot.setPointW)).join("; ") : none()}],
  units, t("fleet.none"))), all > units.length ? h("p", {class: "sub"}, t("fleet.more", {shown: count(units.length), all: count(all)})) : null);
}
