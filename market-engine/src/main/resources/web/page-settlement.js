import {card, figure, h, put, scroller, table} from "./dom.js";
import {get} from "./api.js";
import {t} from "./text.js";
import {purposeForm, purposeIsMissing} from "./purpose.js";
import {billOfDay} from "./page-bills.js";
import {sum} from "./mine.js";
import {count, kwh, kwhOnly, money, none, slotName} from "./units.js";
/* Settlement for who watches it: from the total of all to the bill of one, and its lines; and what the ledger has of it. */

const BATCHES = 50, ONE = /^([A-Za-z0-9_-]+)(?:\/(.*))?$/;

/** Opens the page; the parameter is a participant, perhaps with a day: home-01/2022-08-02. */
export async function open({parameter, tell}) {
  const found = ONE.exec(parameter);
  const content = h("div", {});
  let inner = null;
  const begin = async () => {
    inner = found ? await billOfDay({participant: found[1], parameter: found[2] || "", tell, place: `#/settlement/${found[1]}/`, others: true}) : totals();
    put(content, found ? h("p", {}, h("a", {href: "#/settlement"}, t("settle.back"))) : null, inner.node);
    await inner.refresh();
  };
  const asked = purposeForm(() => begin().catch(tell));
  const node = h("div", {}, h("p", {class: "lead"}, t("settle.lead")), h("div", {class: "grid"}, card(t("purpose.title"), null, asked)), content);
  return {node, title: found ? t("bills.title", {participant: found[1]}) : null, close: () => inner && inner.close && inner.close(), refresh: async channels => {
    if (purposeIsMissing()) put(content, h("p", {class: "empty"}, t("purpose.first")));
    else if (inner) await inner.refresh(channels);
    else await begin();
  }};
}

/** What all were billed, and what the ledger has. */
function totals() {
  const at = {figures: h("dl", {class: "figures", id: "totals"}), bills: h("div", {id: "all-bills"}), batches: h("div", {id: "all-batches"})};
  const node = h("div", {class: "grid"}, card(t("settle.total"), null, at.figures, h("p", {class: "sub"}, t("settle.recompute"))),
    card(t("market.bills"), "half", at.bills), card(t("settle.batches"), "half", at.batches));
  return {node, refresh: async () => {
    const [all, {batches}, now, head] = await Promise.all([get("/v1/bills"), get("/v1/batches?limit=" + BATCHES), get("/v1/time"), get("/v1/tree-head").catch(() => null)]);
    put(at.figures, figure(t("settle.sum"), money(sum(all.bills, bill => bill.amountNano)), t("settle.sum-why")),
      figure(t("bill.import"), kwh(sum(all.bills, bill => bill.importWh))), figure(t("bill.export"), kwh(sum(all.bills, bill => bill.exportWh))),
      figure(t("market.settled"), now.totals ? count(now.totals.settledSlots) : none()), figure(t("market.recorded"), now.totals ? count(now.totals.recordedSlots) : none()),
      figure(t("settle.head"), head ? t("settle.has-head") : none(), t("settle.head-why")));
    put(at.bills, scroller(t("market.bills"), table(t("market.bills-caption"), [
      {name: t("participant"), head: true, of: bill => h("a", {href: "#/settlement/" + bill.participant}, bill.participant)},
      {name: t("bill.import") + ", kWh", number: true, of: bill => kwhOnly(bill.importWh)}, {name: t("bill.export") + ", kWh", number: true, of: bill => kwhOnly(bill.exportWh)},
      {name: t("bill.amount"), number: true, of: bill => money(bill.amountNano)}], all.bills, t("market.no-settled"))));
    put(at.batches, scroller(t("settle.batches"), table(t("settle.batches-caption"), [
      {name: t("slot"), head: true, of: slotName}, {name: t("bill.run"), number: true, of: batch => count(batch.run)}, {name: t("settle.rules"), number: true, of: batch => count(batch.rulebookVersion)},
      {name: t("bill.lines"), number: true, of: batch => count(batch.billLineCount)},
      {name: t("market.block"), number: true, of: batch => batch.blockNumber === null ? t("proof.not-yet") : count(batch.blockNumber)},
      {name: t("market.root"), of: batch => h("code", {}, batch.billRoot.slice(0, 12) + "…")}], batches, t("market.none-yet"))));
  }};
}
