import {h, put} from "./dom.js";
import {get, post, Refusal, Unreachable} from "./api.js";
import {t, word} from "./text.js";
import {accountOf} from "./mine.js";
import {tariffAt} from "./slots.js";
import {currency, exactMoney, kwh, money, parseDecimal, price, slotName, time} from "./units.js";
/* A new order: what it leads to is said before it is sent. */

const HOUR_MINUTES = 60n;

/** Makes the form; "placed" is called when an order was taken. */
export async function orderForm({participant, area, tell, placed}) {
  let market = null, account = null, products = [], sending = false;
  const slot = h("select", {id: "order-slot", required: true, onchange: show});
  const side = h("select", {id: "order-side", onchange: show}, h("option", {value: "buy"}, t("side.buy")), h("option", {value: "sell"}, t("side.sell")));
  const energy = h("input", {id: "order-energy", inputmode: "decimal", autocomplete: "off", required: true, oninput: show});
  const limit = h("input", {id: "order-price", inputmode: "decimal", autocomplete: "off", required: true, oninput: show});
  const preview = h("div", {class: "preview", id: "order-preview", role: "status"});
  const send = h("button", {type: "submit", class: "main", id: "order-send", disabled: true}, t("order.send"));
  const node = h("form", {class: "fields", onsubmit: submit},
    h("label", {}, t("slot"), slot), h("label", {}, t("side"), side),
    h("label", {}, t("order.energy"), energy), h("label", {}, t("order.limit", {currency: currency()}), limit),
    preview, h("div", {class: "actions"}, send));

  /** What is wrong with the order, and what it would be; only what the rules say: the market has the last word. */
  function read() {
    const energyWh = parseDecimal(energy.value, 3), priceMicroPerKwh = parseDecimal(limit.value, 6);
    const product = products.find(one => one.slotStart === slot.value);
    const wrong = [];
    if (!product) wrong.push(t("order.no-slot"));
    if (energyWh === null || energyWh < 1) wrong.push(t("order.bad-energy"));
    else if (energyWh > market.maxOrderWh) wrong.push(t("order.too-much", {most: kwh(market.maxOrderWh)}));
    if (priceMicroPerKwh === null) wrong.push(t("order.bad-price"));
    else if (priceMicroPerKwh < market.minPriceMicroPerKwh || priceMicroPerKwh > market.maxPriceMicroPerKwh) {
      wrong.push(t("order.price-range", {least: price(market.minPriceMicroPerKwh), most: price(market.maxPriceMicroPerKwh)}));
    } else if (market.continuous && priceMicroPerKwh % market.continuous.tickMicroPerKwh !== 0) {
      wrong.push(t("order.tick", {tick: price(market.continuous.tickMicroPerKwh)}));
    }
    return {wrong, product, side: side.value, energyWh, priceMicroPerKwh};
  }

  function show() {
    if (!market || !account) return;
    const order = read();
    const touched = energy.value !== "" && limit.value !== "";
    send.disabled = sending || order.wrong.length > 0;
    if (!touched) put(preview, h("p", {}, t("order.fill-in")));
    else if (order.wrong.length) put(preview, ...order.wrong.map(one => h("p", {class: "not-ok"}, one)));
    else put(preview, ...consequence(order).map(one => h("p", {}, one)));
  }

  /** In words: what it costs or brings at most or least, beside the supplier's tariff, and what it reserves. */
  function consequence(order) {
    const nano = BigInt(order.energyWh) * BigInt(order.priceMicroPerKwh);
    const tariff = tariffAt(market, order.product.slotStart);
    const buys = order.side === "buy";
    const otherwise = BigInt(order.energyWh) * BigInt(buys ? tariff.retailMicroPerKwh : tariff.feedInMicroPerKwh);
    const texts = [t(buys ? "order.costs" : "order.brings", {energy: kwh(order.energyWh), slot: slotName(order.product), most: exactMoney(nano)}),
      t(buys ? "order.supplier-costs" : "order.supplier-brings", {amount: exactMoney(otherwise)}),
      t("order.until", {phase: word("phase", order.product.phase), time: time(order.product.gateClosure || order.product.gate)}),
      t(buys ? "order.short" : "order.long")];
    if (buys && fees().length) texts.push(t("order.fee", {fee: fees()}));
    if (account.secured) {
      const left = BigInt(account.availableNano) - (nano > 0n === buys ? (nano < 0n ? -nano : nano) : 0n);
      texts.push(t(left < 0n ? "order.collateral-low" : "order.collateral", {available: money(account.availableNano), left: money(left)}));
    }
    const watts = account.capability && (buys ? account.capability.loadW : account.capability.feedInW);
    if (watts) {
      const most = BigInt(watts) * BigInt(order.product.slotMinutes) / HOUR_MINUTES;
      texts.push(t(BigInt(order.energyWh) > most ? "order.over-connection" : "order.connection", {most: kwh(most)}));
    }
    return texts;
  }

  function fees() {
    const levels = market.continuous ? market.continuous.levels.filter(one => one.constantMicroPerKwh || one.ppm) : [];
    return levels.map(one => price(one.constantMicroPerKwh) + (one.ppm ? ` + ${one.ppm / 10000} %` : "")).join(", ");
  }

  async function submit(event) {
    event.preventDefault();
    const order = read();
    if (order.wrong.length || sending) return;
    sending = true;
    send.disabled = true;
    const clientOrderId = "page-" + crypto.randomUUID();
    const body = {participant, clientOrderId, area, slotStart: order.product.slotStart, side: order.side,
      priceMicroPerKwh: order.priceMicroPerKwh, energyWh: order.energyWh};
    try {
      const taken = await place(body);
      energy.value = "";
      limit.value = "";
      tell(null);
      put(preview, h("p", {class: "ok"}, t("order.taken", {number: taken.orderId, filled: kwh(taken.filledWh), open: kwh(taken.openWh)})));
      await placed();
    } catch (e) {
      tell(e);
    } finally {
      sending = false;
      send.disabled = true;
    }
  }

  /** What nobody knows the outcome of is sent again under its id: the market takes it once. */
  async function place(body) {
    try {
      return await post("/v1/orders", body);
    } catch (e) {
      if (e instanceof Unreachable || e instanceof Refusal && e.code === "OUTCOME_UNKNOWN") return await post("/v1/orders", body);
      throw e;
    }
  }

  /** Asks which slots take orders now; what is filled in stays. */
  async function refresh(rules) {
    market = rules;
    const [found, own] = await Promise.all([get("/v1/products"), accountOf(participant)]);
    account = own;
    products = found.products.filter(one => one.area === area);
    const chosen = slot.value, offered = JSON.stringify(products.map(one => [one.slotStart, one.phase]));
    if (offered !== slot.dataset.offered) put(slot, ...products.map(one => h("option", {value: one.slotStart, selected: one.slotStart === chosen},
      slotName(one) + " – " + word("phase", one.phase))));
    slot.dataset.offered = offered;
    if (energy.value || limit.value) show();
    else if (!preview.firstChild) show();
  }
  return {node, refresh};
}
