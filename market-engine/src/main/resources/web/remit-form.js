import {h} from "./dom.js";
import {get, part} from "./api.js";
import {t} from "./text.js";
import {download} from "./download.js";
import {stepsOf} from "./order-steps.js";
import {isCurrency, isZone, kindOfCode, kindOfPlace, remit} from "./remit.js";
import {count, zoneMinutes} from "./units.js";
/* Makes the report of a day for REMIT, with the codes that somebody gives. */

const DAY = 86400000, LINE = /^\s*([^,;\s]+)\s*[,;]\s*(\S+)\s*$/;

/** The form; "day" is the field with the day. */
export function remitForm({market, day, tell}) {
  const reporter = h("input", {id: "remit-reporter", required: true, autocomplete: "off"}), place = h("input", {id: "remit-place", required: true, autocomplete: "off"}), zone = h("input", {id: "remit-zone", required: true, autocomplete: "off"});
  const codes = h("textarea", {id: "remit-codes", rows: "4", required: true, spellcheck: "false", placeholder: "home-01,A12345678.EU"});
  const told = h("p", {class: "sub", role: "status", id: "remit-told"}), send = h("button", {type: "submit", id: "remit-send"}, t("remit.send"));
  return h("form", {class: "fields", novalidate: true, onsubmit: async event => {
    event.preventDefault();
    const read = check();
    if (!read) return;
    send.disabled = true;
    told.textContent = t("state.loading");
    try {
      const slots = await dayOf(day.value);
      const made = remit({slots, codes: read, about: {market: market.market, currency: market.currency, reporter: reporter.value.trim(), place: place.value.trim(), zone: zone.value.trim(), zoneMinutes: zoneMinutes()}});
      const left = [...made.left].map(([participant, reports]) => participant + " (" + count(reports) + ")").join(", ");
      told.textContent = t(made.orders + made.trades ? "remit.done" : "remit.nothing", {orders: count(made.orders), trades: count(made.trades)}) + (left ? " " + t("remit.left", {left}) : "");
      if (made.orders + made.trades) download(`REMITTable1-${market.market}-${day.value}.xml`, "application/xml", made.xml);
    } catch (e) {
      told.textContent = "";
      tell(e);
    } finally {
      send.disabled = false;
    }
  }}, h("p", {class: "sub"}, t("remit.how")), h("label", {}, t("remit.reporter"), reporter), h("label", {}, t("remit.place"), place), h("label", {}, t("remit.zone"), zone), h("label", {}, t("remit.codes"), codes),
  h("div", {class: "actions"}, send), told);

  /** The codes of participants; null, and says at the field what is wrong. */
  function check() {
    const read = new Map(), lines = codes.value.split("\n").filter(one => one.trim());
    let wrong = "";
    for (const line of lines) {
      const found = LINE.exec(line);
      if (found && kindOfCode(found[2])) read.set(found[1], found[2]);
      else wrong = wrong || line.trim();
    }
    const say = (field, fine, key, values) => field.setCustomValidity(fine ? "" : t(key, values));
    say(reporter, kindOfCode(reporter.value.trim()), "remit.bad-code", {code: reporter.value});
    say(place, kindOfPlace(place.value.trim()), "remit.bad-place");
    say(zone, isZone(zone.value.trim()), "remit.bad-zone");
    say(codes, !wrong && read.size, "remit.bad-code", {code: wrong});
    if (!isCurrency(market.currency)) say(reporter, false, "remit.bad-currency", {currency: market.currency});
    return [reporter, place, zone, codes].every(one => one.reportValidity()) ? read : null;
  }
}

/** The slots of a local day with their steps, one after the other. */
async function dayOf(on) {
  const from = Date.parse(on + "T00:00:00Z") - zoneMinutes() * 60000, days = [];
  const {slots} = await get(`/v1/slots?from=${part(new Date(from).toISOString())}&to=${part(new Date(from + DAY).toISOString())}`);
  for (const slot of slots) {
    const {steps, complete} = await stepsOf(slot.slotStart);
    if (!complete) throw new Error(t("replay.too-many", {count: count(steps.length)}));
    if (steps.length) days.push({slot, steps});
  }
  return days;
}
