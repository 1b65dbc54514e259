import {h, put, scroller, table} from "./dom.js";
import {get, part, post, Refusal, Unreachable} from "./api.js";
import {t, word} from "./text.js";
import {loginService, role} from "./login.js";
import {toldOnce} from "./pace.js";
import {AHEAD, lastSlots} from "./slots.js";
import {count, currency, dayTime, exactMoney, none, parseDecimal, price, slotName, time, wattHours} from "./units.js";
/* Dispatch calls of storage units: who would be called and what that costs, the call, its answers as they come, and its end. */

const MINUTE = 60000, MOST_SLOTS = 2688, MOST_MINUTES = 1440, POLL = 3000, MOST_TRIES = 2;
const mayCall = market => market.fallbacks && (!loginService().logins || role() === "grid-operator");
const fresh = () => "call-" + crypto.randomUUID();

/** The calls with a form for a new one; {node, refresh(now), close}. "tell" takes what goes wrong. */
export function storageCalls({market, tell}) {
  const list = h("div", {id: "storage-calls"});
  const back = mayCall(market) ? takeBack({market, tell, done: refresh}) : null;
  const call = mayCall(market) ? callForm({market, tell, done: refresh}) : null;
  const polled = toldOnce(tell);
  let calls = [], asking = 0, asked = 0, drawn = "";

  async function refresh() {
    const mine = ++asked;
    let found, clock;
    asking++;
    try {
      [found, clock] = await Promise.all([get("/v1/grid/storage-calls"), get("/v1/time")]);
    } finally {
      asking--;
    }
    if (mine !== asked) return; // a later answer is newer
    calls = found.calls;
    const text = JSON.stringify(calls);
    if (text !== drawn) show(list, calls); // so that nobody loses what is read or in focus
    drawn = text;
    if (back) back.refresh(calls, clock.marketTime);
  }

  // No channel of the stream tells of answers, so they are asked for while one is waited for.
  const timer = setInterval(() => {
    if (!asking && !document.hidden && calls.some(one => one.state === "open")) refresh().then(polled.well, polled.ill);
  }, POLL);
  return {node: h("div", {}, list, call && call.node, back && back.node), refresh, close: () => clearInterval(timer),
    slots: () => call ? call.slots() : Promise.resolve()};
}

/** What units that accepted have promised of each slot, Wh. */
const promised = call => call.units.filter(one => one.answer === "accepted" && one.lostAt === null).reduce((sum, one) => sum + one.injectionSlotWh, 0);
const energy = wh => wh === 0 ? wattHours(0) : t(wh < 0 ? "calls.charge-of" : "calls.discharge-of", {energy: wattHours(Math.abs(wh))});
const answered = (unit, call) => unit.answer !== null ? word("call-answer", unit.answer) + (unit.reason ? ": " : "")
  : call.state === "open" ? t("calls.asked-until", {until: dayTime(unit.until)}) : none();

function show(target, calls) {
  const units = call => call.units.length ? h("ul", {class: "plain"}, call.units.map(one => h("li", {},
    t("calls.unit", {unit: one.unit, owner: one.owner, energy: energy(one.injectionSlotWh), price: price(one.priceMicroPerKwh)}), " ", answered(one, call), one.reason))) : none();
  put(target, scroller(t("calls.title"), table(t("calls.caption"), [
    {name: t("calls.when"), head: true, of: call => dayTime(call.from) + " – " + dayTime(call.to)}, {name: t("data.area"), of: call => call.area},
    {name: t("data.state"), of: call => word("call-state", call.state) + (call.endReason ? ": " + call.endReason : "")},
    {name: t("calls.wanted"), of: call => energy(call.injectionSlotWh)}, {name: t("calls.promised"), number: true, of: call => call.state === "cancelled" ? none() : wattHours(Math.abs(promised(call)))},
    {name: t("calls.units"), of: units}, {name: t("calls.most"), number: true, of: call => price(call.priceMicroPerKwh)},
    {name: t("reason"), of: call => call.reason}, {name: t("calls.called"), of: call => dayTime(call.calledAt)}],
  [...calls].sort((a, b) => a.calledAt < b.calledAt ? 1 : -1), t("calls.none"))));
}

/** A new call: only what was previewed as it is filled in can be sent. The market chooses the units anew when it comes. */
function callForm({market, tell, done}) {
  let id = fresh(), previewed = "", doubtful = "", edits = 0, sending = false;
  const area = h("select", {id: "call-area"}, [...market.areas].sort().map(one => h("option", {value: one}, one)));
  const slot = h("select", {id: "call-slot", required: true});
  const slots = h("input", {id: "call-slots", type: "number", min: "1", max: String(MOST_SLOTS), step: "1", value: "1", required: true});
  const side = h("select", {id: "call-side"}, h("option", {value: "charge"}, t("calls.charge")), h("option", {value: "discharge"}, t("calls.discharge")));
  const wh = h("input", {id: "call-energy", type: "number", min: "1", step: "1", required: true});
  const most = h("input", {id: "call-price", inputmode: "decimal", autocomplete: "off", required: true});
  const minutes = h("input", {id: "call-minutes", type: "number", min: "1", max: String(MOST_MINUTES), step: "1", value: "10", required: true});
  const reason = h("input", {id: "call-reason", required: true, maxlength: "200"});
  const preview = h("div", {class: "preview", id: "call-preview", role: "status"}, h("p", {}, t("calls.first-preview")));
  const send = h("button", {type: "submit", class: "main", id: "call-send", disabled: true}, t("calls.send"));
  const form = h("form", {class: "fields", onsubmit: submit, oninput: changed, onchange: changed},
    h("label", {}, t("data.area"), area), h("label", {}, t("calls.first-slot"), slot), h("label", {}, t("calls.slots"), slots),
    h("label", {}, t("calls.direction"), side), h("label", {}, t("calls.energy"), wh), h("label", {}, t("calls.price", {currency: currency()}), most),
    h("label", {}, t("calls.minutes"), minutes), h("label", {}, t("reason"), reason),
    preview, h("div", {class: "actions"}, h("button", {type: "button", id: "call-ask", onclick: ask}, t("calls.preview")), send));

  function body() {
    const chosen = slot.selectedOptions[0], priceMicroPerKwh = parseDecimal(most.value, 6);
    most.setCustomValidity(priceMicroPerKwh === null || priceMicroPerKwh < 0 ? t("order.bad-price") : "");
    if (![area, slot, slots, wh, most].every(one => one.reportValidity())) return null;
    const millis = Number(slots.value) * Number(chosen.dataset.minutes) * MINUTE;
    return {area: area.value, from: slot.value, to: new Date(Date.parse(slot.value) + millis).toISOString().replace(".000Z", "Z"),
      injectionSlotWh: (side.value === "charge" ? -1 : 1) * Number(wh.value), priceMicroPerKwh};
  }

  function changed(event) {
    if (event && (event.target === minutes || event.target === reason)) return; // they change neither units nor cost
    edits++; // a preview that is on its way is of something else
    if (!previewed) return;
    previewed = "";
    id = fresh();
    send.disabled = true;
    put(preview, h("p", {}, t("calls.first-preview")));
  }

  async function ask() {
    const wanted = body();
    if (!wanted) return;
    const mine = ++edits;
    try {
      const found = await get("/v1/grid/storage-calls/preview?" + Object.entries(wanted).map(([name, value]) => name + "=" + part(value)).join("&"));
      if (mine !== edits) return;
      tell(null);
      previewed = JSON.stringify(wanted);
      send.disabled = found.units.length === 0;
      put(preview, table(t("calls.preview-caption"), [
        {name: t("fleet.unit"), head: true, of: one => one.unit}, {name: t("fleet.owner"), of: one => one.owner}, {name: t("calls.each-slot"), of: one => energy(one.injectionSlotWh)},
        {name: t("calls.asks"), number: true, of: one => price(one.priceMicroPerKwh)}, {name: t("calls.cost"), number: true, of: one => exactMoney(one.costNano)}],
      found.units, t("calls.nobody")),
      h("p", {}, t("calls.cost-all", {cost: exactMoney(found.costNano), left: energy(found.leftSlotWh)})));
    } catch (e) {
      tell(e);
    }
  }

  async function submit(event) {
    event.preventDefault();
    const wanted = body();
    if (![minutes, reason].every(one => one.reportValidity())) return;
    if (!wanted || JSON.stringify(wanted) !== previewed || sending) return;
    sending = send.disabled = true;
    try {
      await once({operator: market.fallbacks.operator, call: id, ...wanted, answerMinutes: Number(minutes.value), reason: reason.value.trim()});
      tell(null);
      previewed = "";
      id = fresh();
      put(preview, h("p", {class: "ok"}, t("calls.sent")));
      done().catch(tell);
    } catch (e) {
      send.disabled = false;
      tell(e);
    } finally {
      sending = false;
    }
  }

  /** What nobody knows the outcome of is sent again under its id: a call id calls once. */
  async function once(given) {
    for (let tries = 1; ; tries++) {
      try {
        await post("/v1/grid/storage-calls", given);
        return;
      } catch (e) {
        if (e.code === "CALL_EXISTS" && doubtful === given.call) return;
        if (!(e instanceof Unreachable || e instanceof Refusal && e.code === "OUTCOME_UNKNOWN")) throw e;
        doubtful = given.call;
        if (tries === MOST_TRIES) throw e;
      }
    }
  }

  /** Asks which slots are ahead; what is chosen stays. */
  async function refreshSlots() {
    const ahead = (await lastSlots() || []).filter(one => AHEAD.has(one.phase)), offered = ahead.map(one => one.slotStart).join();
    if (offered === slot.dataset.offered) return;
    const chosen = slot.value;
    slot.dataset.offered = offered;
    put(slot, ahead.map(one => h("option", {value: one.slotStart, "data-minutes": one.slotMinutes, selected: one.slotStart === chosen}, slotName(one))));
    if (chosen && slot.value !== chosen) changed();
  }
  return {node: h("details", {}, h("summary", {}, t("calls.new")), h("p", {class: "sub"}, t("calls.how")), form), slots: refreshSlots};
}

/** Takes a call back, with a reason: one that was chosen, and that may be taken back still. */
function takeBack({market, tell, done}) {
  let sending = false;
  const which = h("select", {id: "back-call", required: true}), reason = h("input", {id: "back-reason", required: true, maxlength: "200"});
  const send = h("button", {type: "submit", id: "back-send"}, t("calls.back"));
  const node = h("details", {}, h("summary", {}, t("calls.back-title")), h("p", {class: "sub"}, t("calls.back-how")), h("form", {class: "fields", onsubmit: async event => {
    event.preventDefault();
    if (sending) return;
    sending = send.disabled = true;
    try {
      await post(`/v1/grid/storage-calls/${part(which.value)}/cancellation`, {operator: market.fallbacks.operator, reason: reason.value.trim()});
      reason.value = "";
      tell(null);
    } catch (e) {
      tell(e);
    }
    sending = false;
    send.disabled = which.options.length < 2;
    done().catch(tell);
  }}, h("label", {}, t("calls.one"), which), h("label", {}, t("reason"), reason), send));
  return {node, refresh(calls, now) {
    const ahead = one => !now || Date.parse(one.from) > Date.parse(now);
    const open = calls.filter(one => one.state !== "cancelled" && ahead(one)).sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
    const chosen = which.value, offered = open.map(one => one.call).join();
    send.disabled = sending || open.length === 0;
    if (offered === which.dataset.offered) return;
    which.dataset.offered = offered;
    put(which, h("option", {value: ""}, t("calls.choose")), open.map(one => h("option", {value: one.call, selected: one.call === chosen},
      `${one.area} ${dayTime(one.from)}–${time(one.to)} ${energy(one.injectionSlotWh)}: ${one.reason}`)));
  }};
}
