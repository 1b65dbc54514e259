import {card, h, put, scroller, table} from "./dom.js";
import {get, part} from "./api.js";
import {t, word} from "./text.js";
import {rules} from "./slots.js";
import {remitForm} from "./remit-form.js";
import {bookAt, stepsOf} from "./order-steps.js";
import {count, currency, day, dayTime, none, priceOnly, slotTime, wattHours, zoneMinutes} from "./units.js";
/* The regulator's page of the order book: as it was after each step of a slot, and the report of a day for REMIT. */

const DAY = 86400000, PLAY = 400;
const STEPS = new Set(["PLACED", "AMENDED", "LIMITED", "FILLED", "TOOK", "REDUCED"]);
const whatOf = what => STEPS.has(what) ? word("step", what) : word("reason", what);

/** Opens the page; the parameter is a slot's start, perhaps with a sequence of the log: 2022-08-02T07:15:00Z/1234. */
export async function open({parameter, tell}) {
  const [start, sequence] = parameter.split("/");
  const market = await rules(), now = (await get("/v1/time")).marketTime;
  const state = {steps: [], places: [], areas: [...market.areas].sort(), area: "", timer: null, complete: true};
  const on = h("input", {type: "date", id: "replay-day", value: start ? day(start) : now ? day(now) : "", onchange: () => slots("").catch(tell)});
  const slot = h("select", {id: "replay-slot", onchange: () => load(null).catch(tell)});
  const area = h("select", {id: "replay-area", onchange: event => { state.area = event.target.value; show(); }}, h("option", {value: ""}, t("power.all-areas")), state.areas.map(one => h("option", {value: one}, one)));
  const slider = h("input", {type: "range", id: "replay-at", min: "0", max: "0", value: "0", step: "1", "aria-label": t("replay.slider"), oninput: show});
  const instant = h("input", {type: "time", step: "1", id: "replay-time", onchange: toInstant});
  const play = h("button", {type: "button", id: "replay-play", onclick: toggle}, t("replay.play"));
  const said = h("p", {id: "replay-said", role: "status"}), book = h("div", {class: "grid"}), seen = h("div", {});
  const move = by => () => { stop(); slider.value = Number(slider.value) + by; show(); };
  const node = h("div", {}, h("p", {class: "lead"}, t("replay.lead")), h("div", {class: "grid"},
    card(t("replay.title"), null, h("form", {class: "fields", onsubmit: event => event.preventDefault()}, h("label", {}, t("bills.day"), on), h("label", {}, t("slot"), slot), h("label", {}, t("data.area"), area), h("label", {}, t("replay.instant"), instant)),
      h("div", {class: "actions"}, h("button", {type: "button", id: "replay-back", onclick: move(-1)}, t("replay.back")), h("button", {type: "button", id: "replay-on", onclick: move(1)}, t("replay.on")), play), slider, said, book, seen),
    card(t("remit.title"), null, remitForm({market, day: on, tell}))));
  await slots(start || "");
  if (slot.value) await load(sequence ? Number(sequence) : null);
  return {node, refresh() {}, close: stop};

  /** The slots of the day that is chosen. */
  async function slots(wanted) {
    if (!on.value) return;
    const from = Date.parse(on.value + "T00:00:00Z") - zoneMinutes() * 60000;
    const found = await get(`/v1/slots?from=${part(new Date(from).toISOString())}&to=${part(new Date(from + DAY).toISOString())}`);
    put(slot, h("option", {value: ""}, t("replay.choose")), found.slots.map(one => h("option", {value: one.slotStart, selected: one.slotStart === wanted}, slotTime(one))));
    await load(null);
  }

  async function load(sequence) {
    stop();
    const chosen = slot.value, found = chosen ? await stepsOf(chosen) : {steps: [], complete: true};
    if (slot.value !== chosen) return;
    state.steps = found.steps;
    state.complete = found.complete;
    // Both orders of a trade change at once: one place of the slider for each sequence.
    state.places = [...new Set(found.steps.map(one => one.sequence))];
    slider.max = String(state.places.length);
    slider.value = String(sequence === null ? state.places.length : state.places.filter(one => one <= sequence).length);
    show();
  }

  /** To the book as it was at an instant of the day. */
  function toInstant() {
    stop();
    const at = Date.parse(`${on.value}T${instant.value}Z`) - zoneMinutes() * 60000;
    slider.value = String(state.places.filter(one => state.steps.some(step => step.sequence === one && Date.parse(step.at || step.acceptedAt) <= at)).length);
    show();
  }

  function toggle() {
    if (state.timer) {
      stop();
      return;
    }
    if (slider.value === slider.max) slider.value = "0";
    play.textContent = t("replay.stop");
    state.timer = setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      show();
      if (slider.value === slider.max) stop();
    }, PLAY);
  }

  function stop() {
    clearInterval(state.timer);
    state.timer = null;
    play.textContent = t("replay.play");
  }

  function show() {
    const place = Number(slider.value), sequence = place ? state.places[place - 1] : 0;
    const now = state.steps.filter(one => one.sequence === sequence), open = bookAt(state.steps, sequence).filter(one => !state.area || one.area === state.area);
    const text = now.length ? t("replay.said", {place: count(place), all: count(state.places.length), at: now[0].at ? dayTime(now[0].at) : none(), sequence: count(sequence),
      what: now.map(one => t("replay.step", {order: one.orderId, participant: one.participant, what: whatOf(one.what), open: wattHours(one.openWh)})).join("; ")}) : t(state.places.length ? "replay.before" : "replay.none");
    said.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    const side = (name, title, better) => card(title, "half", scroller(title, table(title, [
      {name: t("orders.limit", {currency: currency()}), head: true, of: one => one.priceMicroPerKwh === null ? t("orders.market") : priceOnly(one.priceMicroPerKwh)},
      {name: t("replay.open"), number: true, of: one => wattHours(one.openWh)}, {name: t("replay.hidden"), number: true, of: one => wattHours(one.peakWh ? Math.max(0, one.openWh - one.peakWh) : 0)},
      {name: t("participant"), of: one => one.participant}, {name: t("data.area"), of: one => one.area}, {name: t("number"), number: true, of: one => String(one.orderId)}, {name: t("orders.accepted"), of: one => dayTime(one.acceptedAt)}],
    open.filter(one => one.side === name).sort(better), t("replay.empty"))));
    put(book, side("buy", t("replay.buys"), (a, b) => b.priceMicroPerKwh - a.priceMicroPerKwh || a.orderId - b.orderId), side("sell", t("replay.sells"), (a, b) => a.priceMicroPerKwh - b.priceMicroPerKwh || a.orderId - b.orderId));
    put(seen, state.complete ? null : h("p", {class: "not-ok"}, t("replay.too-many", {count: count(state.steps.length)})),
      slot.value ? h("p", {class: "sub"}, t("replay.link", {place: `#/replay/${slot.value}/${sequence}`})) : null);
  }
}
