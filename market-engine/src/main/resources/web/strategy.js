import {ask, get, news as logins, part, post} from "./api.js";
import {allOpenOrders, netPositions} from "./mine.js";
import {decide, isAutomatic, learned, MARK} from "./strategy-rules.js";
/*
 * Automatic orders: while this page is open it sells what is expected to be left over and buys what is expected to be missing, within limits
 * that its user sets. Its orders end by themselves soon after the page is closed. It does nothing that its user could not do by hand.
 */
const EVERY = 15000, LIVES = 600000, AHEAD = 86400000, MOST_FAILURES = 3, MOST_TOLD = 20;
export const news = new EventTarget(); // "changed", when what it did or its state did; "ended" with {participant, why}, when nobody asked for its end
let running = null, ended = null;

/** Settings of the strategy that runs for a participant, and what it did last; null when it is off. */
export const runningFor = participant => running && running.participant === participant ? running : null;
/** For whom it runs; null: for nobody. */
export const runsFor = () => running && running.participant;
/** Why it ended for a participant when nobody asked for that: failed, login, acting; else "". */
export const endOf = participant => ended && ended.participant === participant ? ended.why : "";

/**
 * Switches it on: "limits" as decide has them, and mostSpentNano for what all that it buys may cost. Open orders of an earlier time are
 * cancelled first, since no limit counts them. False when another tab of this browser trades for the participant.
 */
export async function switchOn({participant, area, limits}) {
  if (running) await switchOff(running.participant);
  const release = await takeTurn(participant);
  if (!release) return false;
  try {
    await withdraw(participant);
  } catch (e) {
    release();
    throw e;
  }
  ended = null;
  running = {participant, area, limits, release, told: [], placed: new Map(), slots: new Map(), failures: 0, timer: null, blind: false};
  tell(running, "on", {});
  begin(running);
  return true;
}

/** Switches it off, and cancels all open automatic orders, those of an earlier time, too. "why" when nobody asked for it. */
export async function switchOff(participant, why = "") {
  const was = runningFor(participant);
  if (was) end(was, why);
  if (was) await was.busy; // an order that is on its way is cancelled, too
  try {
    await withdraw(participant);
  } finally {
    changed();
  }
}

function end(was, why) {
  running = null;
  clearTimeout(was.timer);
  was.release();
  ended = {participant: was.participant, why};
  changed();
  if (why) news.dispatchEvent(new CustomEvent("ended", {detail: ended}));
}

// Who logs out ends it; without a login nothing can be cancelled, and its orders end by themselves.
logins.addEventListener("login", () => { if (running) end(running, "login"); });

/** A function that gives back the right to trade for a participant in this browser; null when another tab has it. */
function takeTurn(participant) {
  if (!navigator.locks) return Promise.resolve(() => {}); // a browser has them for HTTPS and for its own machine only
  return new Promise((taken, failed) => {
    navigator.locks.request("commonwatt-auto-" + participant, {ifAvailable: true}, lock => {
      if (lock) return new Promise(taken);
      taken(null);
      return null;
    }).catch(failed);
  });
}

/** Cancels what is open; tries each, and throws what went wrong first. */
async function withdraw(participant) {
  const open = (await allOpenOrders(participant)).filter(isAutomatic);
  const failed = (await Promise.allSettled(open.map(one => cancel(participant, one)))).find(one => one.status === "rejected");
  if (failed) throw failed.reason;
}

/** Whether it was cancelled; not when it had ended before. */
async function cancel(participant, order) {
  try {
    await ask("DELETE", `/v1/orders/${order.orderId}?participant=${part(participant)}`);
    return true;
  } catch (e) {
    if (e.code !== "ORDER_NOT_OPEN") throw e;
    return false;
  }
}

const changed = () => news.dispatchEvent(new CustomEvent("changed"));

function tell(mine, what, about) {
  mine.told = [{what, ...about}, ...mine.told].slice(0, MOST_TOLD);
  changed();
}

function begin(mine) {
  mine.busy = step(mine).then(failed => {
    if (mine !== running) return;
    // Not waited for here: switching off waits for this. What could not be cancelled ends by itself.
    if (failed) switchOff(mine.participant, "failed").catch(() => {});
    else mine.timer = setTimeout(() => begin(mine), EVERY);
  });
}

/** Whether it has failed too often in a row. */
async function step(mine) {
  try {
    await look(mine);
    mine.failures = 0;
  } catch (e) {
    mine.failures++;
    if (mine === running) tell(mine, "failed", {error: e.code || e.message, at: mine.at});
  }
  return mine.failures >= MOST_FAILURES;
}

/** Looks at all slots that take orders, the earliest first; one that fails keeps no other from its turn. */
async function look(mine) {
  const {products, marketTime} = await get("/v1/products");
  const to = new Date(Date.parse(marketTime) + AHEAD).toISOString();
  const [found, open] = await Promise.all([netPositions(mine.participant, marketTime, to), allOpenOrders(mine.participant)]);
  const orders = open.filter(one => one.area === mine.area);
  mine.at = marketTime;
  await remember(mine, orders);
  let failed = null, seen = 0;
  for (const product of products.filter(one => one.area === mine.area && !one.haltedUntil)) {
    const position = found && found.positions.find(one => one.slotStart === product.slotStart && one.area === mine.area);
    if (mine !== running) return;
    if (!position || position.forecastWh === null) continue;
    seen++;
    try {
      await lookAt(mine, product, position, orders.filter(one => one.slotStart === product.slotStart));
    } catch (e) {
      failed = failed || e;
    }
  }
  if (failed) throw failed;
  if (!seen && !mine.blind && mine === running) tell(mine, "blind", {at: marketTime});
  mine.blind = !seen;
}

async function lookAt(mine, {slotStart, slotMinutes}, position, orders) {
  const own = [...mine.placed.values()].filter(one => one.slotStart === slotStart), sum = of => own.reduce((total, one) => total + of(one), 0);
  const traded = learned(mine.slots.get(slotStart), {toldWh: Number(position.contractedWh), ownWh: sum(one => one.side === "sell" ? one.filledWh : -one.filledWh), filledWh: sum(one => one.filledWh)});
  mine.slots.set(slotStart, traded);
  const wanted = decide({expectedWh: position.forecastWh, contractedWh: traded.contractedWh, limits: mine.limits, usedWh: sum(one => one.filledWh + one.openWh), orders});
  if (wanted && (wanted.cancel || traded.whole)) await act(mine, wanted, {slotStart, slotMinutes, expectedWh: position.forecastWh, contractedWh: traded.contractedWh, at: mine.at});
}

/** Learns what its orders have traded: of those that ended since it asks once. */
async function remember(mine, orders) {
  for (const [id, kept] of mine.placed) {
    if (kept.openWh === 0) continue;
    mine.placed.set(id, orders.find(one => one.orderId === id) || {...await get(`/v1/orders/${id}?participant=${part(mine.participant)}`)});
  }
}

/** What its purchases may cost at most: traded and open ones at their limits. */
const spent = mine => [...mine.placed.values()].filter(one => one.side === "buy")
  .reduce((sum, one) => sum + BigInt(one.filledWh + one.openWh) * BigInt(one.priceMicroPerKwh), 0n);

async function act(mine, wanted, about) {
  if (wanted.cancel) {
    for (const order of wanted.cancel) {
      if (await cancel(mine.participant, order)) tell(mine, "cancelled", {...about, energyWh: order.openWh});
    }
    return;
  }
  const {side, priceMicroPerKwh, energyWh} = wanted;
  if (side === "buy" && spent(mine) + BigInt(energyWh) * BigInt(priceMicroPerKwh) > mine.limits.mostSpentNano) {
    if (mine.told[0].what !== "spent") tell(mine, "spent", about);
    return;
  }
  const taken = await post("/v1/orders", {participant: mine.participant, clientOrderId: MARK + crypto.randomUUID(), area: mine.area, slotStart: about.slotStart, side, priceMicroPerKwh, energyWh,
    timeInForce: "good-till-date", expiresAt: new Date(Date.parse(about.at) + LIVES).toISOString()});
  mine.placed.set(taken.orderId, {slotStart: about.slotStart, side, priceMicroPerKwh, filledWh: taken.filledWh, openWh: taken.openWh});
  tell(mine, side, {...about, energyWh, priceMicroPerKwh});
}
