import {get, maybe, part} from "./api.js";
import {day, slotTime, time} from "./units.js";
/* What pages ask of slots. */

/** The rules of the market. */
export const rules = () => get("/v1/market");
/** Slots of the last day and those that are open; null when that needs a login. */
export async function lastSlots() {
  const found = await maybe("/v1/slots");
  return found ? found.slots : null;
}
/** Phases of a slot whose energy does not flow yet. */
export const AHEAD = new Set(["OPEN", "CLEARED", "CONTINUOUS", "CLOSED"]);
/** The price of an area in a slot: of its last continuous trade, or of its auction; null for none. */
export function areaPrice(slot, area) {
  const found = slot.areas.find(one => one.area === area);
  return found ? found.priceMicroPerKwh : null;
}
/** Slots of a local day as rows of a chart. */
export const rowsOfDay = (slots, on) => slots.filter(slot => day(slot.slotStart) === on)
  .map(slot => ({...slot, label: slotTime(slot), mark: time(slot.slotStart)}));
/** The step of the supplier's tariff at an instant. */
export function tariffAt(market, instant) {
  const local = new Date(Date.parse(instant) + market.timing.utcOffsetMinutes * 60000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return market.tariff.filter(step => step.fromMinute <= minute).at(-1) || market.tariff[0];
}
/** The path of a slot. */
export const slotPath = (start, rest) => "/v1/slots/" + part(start) + (rest || "");
