import {h} from "./dom.js";
import {download} from "./download.js";
import {espi} from "./espi.js";
import {get, part} from "./api.js";
import {t} from "./text.js";
import {day, marketId, slotEnd, zoneMinutes} from "./units.js";
/* Metered energy as a file to take along, CSV or Green Button. */

const DAY = 86400000, MOST_DAYS = 31, QUOTED = /[",\r\n]/;

/** A cell as RFC 4180 has it; one that a spreadsheet would take for a formula gets an apostrophe in front. */
export function cell(value) {
  const text = String(value);
  const safe = /^[=+@\t\r]/.test(text) || /^-[^0-9]/.test(text) ? "'" + text : text;
  return QUOTED.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

/** Rows of slots as CSV; instants in UTC, energy in Wh. */
export function csv(participant, slots) {
  const rows = [["participant", "slot_start_utc", "slot_end_utc", "import_wh", "export_wh", "version", "quality"],
    ...slots.map(slot => [participant, slot.slotStart, slotEnd(slot), slot.importWh, slot.exportWh, slot.version, slot.quality])];
  return rows.map(row => row.map(cell).join(",") + "\r\n").join("");
}

/** A form for a range of days of the market's zone. */
export function usage({participant, tell}) {
  const from = h("input", {type: "date", required: true, id: "usage-from"}), to = h("input", {type: "date", required: true, id: "usage-to"});
  const told = h("p", {class: "sub", role: "status", id: "usage-told"});
  get("/v1/time").then(now => {
    if (now.marketTime && !from.value) from.value = to.value = day(now.marketTime);
  }).catch(tell);
  const begin = date => Date.parse(date + "T00:00:00Z") - zoneMinutes() * 60000;
  const xml = slots => espi({market: marketId(), participant, slots, zoneMinutes: zoneMinutes(), made: new Date().toISOString().replace(/\.\d+/, "")});
  const forms = {csv: {type: "text/csv", of: slots => csv(participant, slots)}, xml: {type: "application/atom+xml", of: xml}};
  return h("form", {class: "fields", onsubmit: async event => {
    event.preventDefault();
    const first = begin(from.value), end = begin(to.value) + DAY;
    if (!(first < end && end - first <= MOST_DAYS * DAY)) {
      told.textContent = t("usage.range", {days: MOST_DAYS});
      return;
    }
    const ending = event.submitter ? event.submitter.value : "csv";
    try {
      const answer = await get(`/v1/accounts/${part(participant)}/usage?from=${part(new Date(first).toISOString())}&to=${part(new Date(end).toISOString())}&limit=10000`);
      told.textContent = answer.slots.length ? t("usage.done", {slots: answer.slots.length}) : t("usage.none");
      if (answer.slots.length) download(`${participant}-${from.value}-${to.value}.${ending}`, forms[ending].type, await forms[ending].of(answer.slots));
    } catch (e) {
      tell(e);
    }
  }}, h("label", {}, t("usage.from"), from), h("label", {}, t("usage.to"), to), h("div", {class: "actions"}, h("button", {type: "submit", id: "usage-send", value: "csv"}, t("usage.csv")),
    h("button", {type: "submit", id: "usage-xml", value: "xml"}, t("usage.xml"))), told);
}
