import {card, figure, h, put, scroller, table} from "./dom.js";
import {get} from "./api.js";
import {t, word} from "./text.js";
import {bill, sum} from "./mine.js";
import {rules} from "./slots.js";
import {count, day, kwh, kwhOnly, money, priceOnly, slotTime, zone, zoneMinutes} from "./units.js";
import {billLine} from "./bill-line.js";
/* The bill of a day line by line; each leads to its reading, its proof, and a dispute. */

const DAY = 86400000;

/** Opens the page; the parameter is a day such as 2022-08-02. */
export async function open({participant, parameter, tell}) {
  if (!participant) return {node: h("p", {class: "empty"}, t("mine.nobody")), refresh() {}};
  return billOfDay({participant, parameter, tell, place: "#/bills/"});
}

/** The bill of somebody; "place" is the address to which a day is added, "others" whether it is another's, who alone may dispute it. */
export async function billOfDay({participant, parameter, tell, place, others}) {
  const now = (await get("/v1/time")).marketTime;
  const on = /^\d{4}-\d\d-\d\d$/.test(parameter) ? parameter : now ? day(now) : "";
  const at = {figures: h("dl", {class: "figures"}), lines: h("div", {id: "lines"})};
  const chosen = h("input", {type: "date", value: on, id: "bill-day", onchange: event => { location.hash = place + event.target.value; }});
  const dialog = h("dialog", {id: "line", "aria-label": t("bills.line")});
  let drawn = "";
  const node = h("div", {}, h("p", {class: "lead"}, t("bills.lead")), h("div", {class: "grid"},
    card(t("bills.day"), null, h("div", {class: "actions"}, h("label", {}, t("bills.choose", {zone: zone()}), " ", chosen)), at.figures),
    card(t("bills.lines"), null, at.lines)), dialog);
  return {node, title: t("bills.title", {participant}), refresh, close: () => dialog.close()};

  async function refresh() {
    if (!on) {
      put(at.lines, h("p", {class: "empty"}, t("home.no-time")));
      return;
    }
    const from = new Date(Date.parse(on + "T00:00:00Z") - zoneMinutes() * 60000).toISOString();
    const [market, found] = await Promise.all([rules(), bill(participant, from, new Date(Date.parse(from) + DAY).toISOString())]);
    put(at.figures, figure(t("bills.sum", {day: on}), money(sum(found.lines, line => line.amountNano))),
      figure(t("bill.lines"), count(found.lines.length)),
      figure(t("home.money-all"), money(found.amountNano), t("home.money-all-why")),
      figure(t("bill.import"), kwh(found.importWh), t("bills.all-slots")), figure(t("bill.export"), kwh(found.exportWh), t("bills.all-slots")));
    for (const line of found.lines) line.made = line.quality !== null && line.quality !== "ACTUAL";
    const text = JSON.stringify(found.lines);
    if (text === drawn) return; // so that nobody loses the button that has the focus
    drawn = text;
    const details = line => billLine({participant, line, market, currency: found.currency, tell, dialog, others, changed: refresh});
    put(at.lines, scroller(t("bills.lines"), table(t("bills.caption", {currency: found.currency}), [
      {name: t("slot"), head: true, of: slotTime},
      {name: t("bills.details"), of: line => h("button", {type: "button", class: "small",
        "aria-label": t("bills.details-of", {slot: slotTime(line), line: line.line}), onclick: () => details(line)}, t("bills.details"))},
      {name: t("bills.kind"), of: line => word("kind", line.kind)},
      {name: t("bills.with"), of: line => line.counterparty}, {name: t("orders.energy"), number: true, of: line => kwhOnly(line.energyWh)},
      {name: t("bills.price", {currency: found.currency}), number: true, of: line => priceOnly(line.priceMicroPerKwh)},
      {name: t("bill.amount"), number: true, of: line => money(line.amountNano)},
      {name: t("bills.settlement"), of: line => word("settlement", line.settlement) + (line.dispute ? ", " + word("dispute", line.dispute.state) : "")
        + (line.made ? ", " + word("quality", line.quality) : "")}],
    found.lines.slice().reverse(), t("bills.none")),
    found.truncated ? h("p", {class: "sub"}, t("bills.truncated")) : null));
  }
}
