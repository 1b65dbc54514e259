import {language, t} from "./text.js";
/*
 * Numbers for reading. What the API tells is integers of small units: they are shown as decimals without floating point,
 * and read back exactly.
 */
let market = null;

/** The rules of the market, whose zone and currency are meant. */
export function useMarket(rules) { market = rules; }
export const currency = () => market ? market.currency : "";
/** The id of the market. */
export const marketId = () => market ? market.market : "";
export const zoneMinutes = () => market ? market.timing.utcOffsetMinutes : 0;

// Made once for each language: a new formatter takes longer than all else of a number.
const formats = new Map();
function grouped(n) {
  const tag = language();
  if (!formats.has(tag)) formats.set(tag, new Intl.NumberFormat(tag));
  return formats.get(tag).format(n);
}

const POINT = 10n;
/** An integer of 10^-scale as a decimal with so many digits, rounded half away from zero. */
export function decimal(value, scale, digits) {
  let n = BigInt(value);
  const minus = n < 0n;
  if (minus) n = -n;
  if (digits < scale) {
    const by = POINT ** BigInt(scale - digits);
    n = (n + by / 2n) / by;
  }
  const kept = Math.min(digits, scale), unit = POINT ** BigInt(kept);
  const whole = grouped(n / unit);
  const text = kept ? whole + "." + String(n % unit).padStart(kept, "0") : whole;
  return (minus && n > 0n ? "−" : "") + text;
}

/** An integer of 10^-scale for a field: exact, without groups; parseDecimal reads it back. */
export function plain(value, scale) {
  const n = BigInt(value), digits = String(n < 0n ? -n : n).padStart(scale + 1, "0"), whole = digits.slice(0, digits.length - scale);
  const fine = digits.slice(whole.length).replace(/0+$/, "");
  return (n < 0n ? "-" : "") + whole + (fine && "." + fine);
}

/** The integer of 10^-scale that somebody wrote as a decimal; null when it is none, finer than that, or beyond what a number holds exactly. */
export function parseDecimal(text, scale) {
  const value = Number(parseExact(text, scale) ?? NaN);
  return Number.isSafeInteger(value) ? value : null;
}

/** The same as a BigInt of any size. */
export function parseExact(text, scale) {
  const found = /^([-−]?)([0-9]{1,9})(?:[.,]([0-9]+))?$/.exec(text.trim());
  const fine = found && found[3] ? found[3].replace(/0+$/, "") : "";
  if (!found || fine.length > scale) return null;
  const value = BigInt(found[2] + fine.padEnd(scale, "0"));
  return found[1] ? -value : value;
}

const NONE = "–";
export const none = () => NONE;
const missing = value => value === null || value === undefined;
/** Energy of Wh in kWh, to the watt-hour. */
export const kwh = wh => missing(wh) ? NONE : decimal(wh, 3, 3) + " kWh";
/** The same without its unit, for columns that name it. */
export const kwhOnly = wh => missing(wh) ? NONE : decimal(wh, 3, 3);
/** A price per kWh of millionths, with its unit. */
export const price = micro => missing(micro) ? NONE : decimal(micro, 6, 4) + " " + currency() + "/kWh";
export const priceOnly = micro => missing(micro) ? NONE : decimal(micro, 6, 4);
/** Money of billionths, to the cent for reading. */
export const money = nano => missing(nano) ? NONE : decimal(nano, 9, 2) + " " + currency();
/** Money as it is, to the last billionth. */
export const exactMoney = nano => missing(nano) ? NONE : decimal(nano, 9, 9) + " " + currency();
/** Energy in whole Wh, and power in whole W. */
export const wattHours = wh => missing(wh) ? NONE : decimal(wh, 0, 0) + " Wh";
export const watts = w => missing(w) ? NONE : decimal(w, 0, 0) + " W";
export const count = n => missing(n) ? NONE : grouped(n);

const local = instant => new Date(Date.parse(instant) + zoneMinutes() * 60000);
const two = n => String(n).padStart(2, "0");
/** Day and time of the market's zone. */
export const day = instant => local(instant).toISOString().slice(0, 10);
export const time = instant => two(local(instant).getUTCHours()) + ":" + two(local(instant).getUTCMinutes());
export const dayTime = instant => missing(instant) ? NONE : day(instant) + " " + time(instant);
/** A slot by its borders. */
export const slotName = slot => day(slot.slotStart) + " " + slotTime(slot);
export const slotTime = slot => time(slot.slotStart) + "–" + time(slotEnd(slot));
export const slotEnd = slot => new Date(Date.parse(slot.slotStart) + slot.slotMinutes * 60000).toISOString().replace(".000Z", "Z");
/** The zone in words, such as UTC−07:00. */
export function zone() {
  const minutes = zoneMinutes(), off = Math.abs(minutes);
  return t("units.zone", {offset: (minutes < 0 ? "−" : "+") + two(Math.floor(off / 60)) + ":" + two(off % 60)});
}
/** The UTC instant at which a local day begins. */
export function dayStart(instant) {
  return new Date(Date.parse(day(instant) + "T00:00:00Z") - zoneMinutes() * 60000).toISOString();
}
