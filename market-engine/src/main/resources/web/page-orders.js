import {card, h, put, scroller, table} from "./dom.js";
import {ask, get, part, Refusal} from "./api.js";
import {t, word} from "./text.js";
import {slotChart} from "./chart.js";
import {areaOf, lastOrders, openOrders} from "./mine.js";
import {areaPrice, lastSlots, rowsOfDay, rules, tariffAt} from "./slots.js";
import {count, currency, day, dayTime, kwhOnly, none, priceOnly, slotName} from "./units.js";
import {orderForm} from "./order-form.js";
import {strategyCard} from "./strategy-card.js";
/* Prices by slot with one's own orders, and a new order. */

const cancelled = new Set(); // that somebody cancelled here: their buttons stay off until they are gone

/** Opens the page. */
export async function open({participant, tell}) {
  if (!participant) return {node: h("p", {class: "empty"}, t("mine.nobody")), refresh() {}};
  const area = await areaOf(participant);
  const form = await orderForm({participant, area, tell, placed: () => view.refresh()});
  const automatic = strategyCard({participant, area, tell, changed: () => view.refresh()});
  const at = {chart: h("div", {}), open: h("div", {id: "open-orders"}), last: h("div", {})};
  const all = h("button", {type: "button", onclick: () => cancelAll()}, t("orders.cancel-all"));
  const view = {
    node: h("div", {}, h("p", {class: "lead"}, t("orders.lead")), h("div", {class: "grid"},
      card(t("orders.prices", {area: area || none()}), null, at.chart),
      card(t("orders.new"), null, form.node),
      card(t("auto.title"), null, automatic.node),
      card(t("orders.open"), null, at.open, h("div", {class: "actions"}, all, h("span", {class: "sub"}, t("orders.cancel-all-why")))),
      card(t("orders.last"), null, at.last))),
    refresh: () => refresh(),
    close: automatic.close,
  };
  return view;

  async function cancelAll() {
    await attempt(() => ask("DELETE", "/v1/orders?participant=" + part(participant)));
  }

  async function attempt(what) {
    try {
      await what();
      tell(null);
    } catch (e) {
      tell(e);
    }
    await refresh();
  }

  async function refresh() {
    const [market, now, slots, own, before] = await Promise.all([rules(), get("/v1/time"), lastSlots(), openOrders(participant), lastOrders(participant)]);
    await form.refresh(market);
    automatic.refresh(market, own.orders);
    prices(at.chart, {market, now, slots: slots || [], area, orders: before.orders});
    all.disabled = own.orders.length === 0;
    put(at.open, scroller(t("orders.open"), table(t("orders.open-caption"), [columns()[0],
      {name: t("orders.cancel"), of: order => h("button", {type: "button", class: "small", disabled: cancelled.has(order.orderId),
        "aria-label": t("orders.cancel-one", {number: order.orderId}), onclick: () => {
          cancelled.add(order.orderId);
          attempt(() => ask("DELETE", `/v1/orders/${order.orderId}?participant=${part(participant)}`)
            .catch(e => { cancelled.delete(order.orderId); if (!(e instanceof Refusal && e.code === "ORDER_NOT_OPEN")) throw e; }));
        }}, t("orders.cancel"))}, ...columns().slice(1)], own.orders, t("orders.none-open"))));
    put(at.last, scroller(t("orders.last"), table(t("orders.last-caption"), [...columns(),
      {name: t("orders.state"), of: order => word("order", order.state) + (order.cancelReason ? " (" + word("reason", order.cancelReason) + ")" : "")}],
    before.orders, t("orders.none"))));
  }
}

function columns() {
  return [{name: t("number"), head: true, of: order => String(order.orderId)}, {name: t("slot"), of: slotName},
    {name: t("side"), of: order => h("span", {class: "side " + order.side}, t("side." + order.side))},
    {name: t("orders.limit", {currency: currency()}), number: true, of: order => order.priceMicroPerKwh === null ? t("orders.market") : priceOnly(order.priceMicroPerKwh)},
    {name: t("orders.energy"), number: true, of: order => kwhOnly(order.energyWh)}, {name: t("orders.filled"), number: true, of: order => kwhOnly(order.filledWh)},
    {name: t("orders.rest"), number: true, of: order => kwhOnly(order.openWh)}, {name: t("orders.accepted"), of: order => dayTime(order.acceptedAt)}];
}

/** The day of now and, once its end comes near, what is open of the next. */
function prices(target, {market, now, slots, area, orders}) {
  const limit = (slot, side) => {
    const own = orders.filter(one => one.slotStart === slot.slotStart && one.side === side && one.priceMicroPerKwh !== null);
    return own.length ? own.map(one => one.priceMicroPerKwh).reduce((a, b) => side === "buy" ? Math.max(a, b) : Math.min(a, b)) : null;
  };
  const rows = now.marketTime ? rowsOfDay(slots, day(now.marketTime)) : [];
  put(target, slotChart({title: t("orders.prices", {area: area || none()}), unit: currency() + "/kWh", show: priceOnly, tick: priceOnly, none: t("market.none-yet"),
    now: rows.filter(row => Date.parse(row.slotStart) <= Date.parse(now.marketTime)).length}, rows, [
    {name: t("home.auction-price"), kind: "step", of: slot => areaPrice(slot, area)},
    {name: t("orders.my-buy"), kind: "step", of: slot => limit(slot, "buy")},
    {name: t("orders.my-sell"), kind: "step", of: slot => limit(slot, "sell")},
    {name: t("tariff.retail"), kind: "step", thin: true, of: slot => tariffAt(market, slot.slotStart).retailMicroPerKwh}]),
  h("p", {class: "sub"}, t("orders.count", {count: count(orders.length)})));
}
