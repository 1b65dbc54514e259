import {h, put, scroller, table} from "./dom.js";
import {t} from "./text.js";
import {endOf, news, runningFor, switchOff, switchOn} from "./strategy.js";
import {isAutomatic} from "./strategy-rules.js";
import {currency, dayTime, exactMoney, kwh, none, parseDecimal, parseExact, plain, price, slotName} from "./units.js";
/* The form of automatic orders: its limits, its switch, and what it did and why. */

const ORDERS = new Set(["sell", "buy", "cancelled"]);

/** {node, refresh(market), close}; "changed" is called when it placed or cancelled. */
export function strategyCard({participant, area, tell, changed}) {
  let market = null, busy = false, left = false;
  const field = (id, value) => h("input", {id, inputmode: "decimal", autocomplete: "off", value});
  const sellAt = field("auto-sell", ""), buyAt = field("auto-buy", ""), most = field("auto-most", ""), spend = field("auto-spend", "");
  const state = h("p", {id: "auto-state", role: "status"}), told = h("div", {id: "auto-told"});
  const on = h("button", {type: "submit", class: "main", id: "auto-on", disabled: true}, t("auto.switch-on"));
  const off = h("button", {type: "button", id: "auto-off", disabled: true, onclick: () => once(() => switchOff(participant))}, t("auto.switch-off"));
  const form = h("form", {class: "fields", novalidate: true, onsubmit: event => {
    event.preventDefault();
    const limits = read();
    if (limits) once(async () => { if (!await switchOn({participant, area, limits})) tell(t("auto.elsewhere")); });
  }}, h("label", {}, t("auto.sell-at", {currency: currency()}), sellAt), h("label", {}, t("auto.buy-at", {currency: currency()}), buyAt),
  h("label", {}, t("auto.most"), most), h("label", {}, t("auto.spend", {currency: currency()}), spend), h("div", {class: "actions"}, on, off));

  /** Does one thing at a time, and shows what it led to. */
  async function once(what) {
    if (busy) return;
    busy = true;
    show();
    try {
      tell(null);
      await what();
    } catch (e) {
      tell(e);
    }
    busy = false;
    show();
    changed().catch(tell);
  }

  /** The limits as integers; null, and says at the field what is wrong. */
  function read() {
    const number = (input, scale, needed) => {
      const value = input.value.trim() === "" && !needed ? null : parseDecimal(input.value, scale);
      const wrong = value === null ? needed || input.value.trim() !== "" : scale === 6 ? offGrid(value) : value <= 0;
      input.setCustomValidity(wrong ? t(scale === 6 ? "auto.bad-price" : "auto.bad-amount") : "");
      return value;
    };
    const limits = {sellAt: number(sellAt, 6, false), buyAt: number(buyAt, 6, false), mostWh: number(most, 3, true), mostSpentNano: 0n};
    spend.setCustomValidity("");
    if (limits.buyAt !== null) {
      limits.mostSpentNano = parseExact(spend.value, 9) ?? 0n;
      spend.setCustomValidity(limits.mostSpentNano > 0n ? "" : t("auto.bad-amount"));
    }
    if (limits.sellAt === null && limits.buyAt === null) sellAt.setCustomValidity(t("auto.nothing"));
    if (limits.mostWh > market.maxOrderWh) most.setCustomValidity(t("order.too-much", {most: kwh(market.maxOrderWh)}));
    return [sellAt, buyAt, most, spend].every(one => one.reportValidity()) ? limits : null;
  }

  const offGrid = value => value < market.minPriceMicroPerKwh || value > market.maxPriceMicroPerKwh || market.continuous && value % market.continuous.tickMicroPerKwh !== 0;

  function show() {
    const running = runningFor(participant);
    on.disabled = busy || Boolean(running) || !area || !market;
    off.disabled = busy || !running && !left;
    for (const one of [sellAt, buyAt, most, spend]) one.disabled = busy || Boolean(running);
    const limits = running && running.limits;
    if (running && !most.value) {
      sellAt.value = limits.sellAt === null ? "" : plain(limits.sellAt, 6);
      buyAt.value = limits.buyAt === null ? "" : plain(limits.buyAt, 6);
      most.value = plain(limits.mostWh, 3);
      spend.value = limits.mostSpentNano ? plain(limits.mostSpentNano, 9) : "";
    }
    state.textContent = t(running ? "auto.is-on" : area ? "auto.is-off" : "auto.no-area") + (!running && endOf(participant) ? " " + t("auto.ended-" + endOf(participant)) : "");
    state.className = running ? "ok" : "";
    if (running) put(told, scroller(t("auto.told"), table(t("auto.told-caption"), [
      {name: t("auto.when"), head: true, of: row => dayTime(row.at)}, {name: t("slot"), of: row => row.slotStart ? slotName(row) : none()},
      {name: t("auto.what"), of: row => t("auto.did-" + row.what, {energy: kwh(row.energyWh), price: price(row.priceMicroPerKwh), error: row.error, most: exactMoney(limits.mostSpentNano)})},
      {name: t("home.forecast"), number: true, of: row => kwh(row.expectedWh)}, {name: t("home.contracted"), number: true, of: row => kwh(row.contractedWh)}], running.told, t("auto.nothing-yet"))));
  }

  const follow = () => {
    show();
    const running = runningFor(participant);
    if (!running || running.told[0] && ORDERS.has(running.told[0].what)) changed().catch(tell);
  };
  news.addEventListener("changed", follow);
  return {node: h("div", {}, h("p", {}, t("auto.how")), state, form, told), close: () => news.removeEventListener("changed", follow), refresh(rules, orders) {
    market = rules;
    left = orders.some(isAutomatic);
    show();
  }};
}
