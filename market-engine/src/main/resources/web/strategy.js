import {ask, get, news as logins, part, post} from "./api.js";
import {netPositions, openOrders} from "./mine.js";
/*
 * Automatic orders: while this page is open it sells what is expected to be left over and buys what is expected to be missing, within limits
 * that its user sets. Its orders end by themselves soon after the page is closed. It does nothing that its user could not do by hand.
 */
const MARK = "auto-", EVERY = 15000, LIVES = 600000, AHEAD = 86400000, MOST_FAILURES = 3, MOST_TOLD = 20;
export const news = new EventTarget(); // "changed", when what it did or its state did
let running = null;

/** Settings of the strategy that runs for a participant, and what it did last; null when it is off. */
export const runningFor = participant => running && running.participant === participant ? running : null;

/**
 * What to do in one slot. "expectedWh" is the forecast and "contractedWh" what is traded, both positive when fed in or sold; "orders" are
 * the open ones of the participant in the slot, "usedWh" what automatic ones have traded or may still; "limits" has sellAt and buyAt in
 * micro per kWh (null: never) and mostWh of a slot. Returns {cancel: orders} or {side, priceMicroPerKwh, energyWh}, or null when all is as it should be.
 */
export function decide({expectedWh, contractedWh, orders, usedWh, limits}) {
  const missing = expectedWh - contractedWh, side = missing > 0 ? "sell" : "buy";
  const wrong = orders.filter(one => isAutomatic(one) && (one.side !== side || missing === 0));
  if (wrong.length) return {cancel: wrong};
  const open = orders.filter(one => one.side === side).reduce((sum, one) => sum + one.openWh, 0);
  const tooMuch = open > Math.abs(missing) ? orders.filter(isAutomatic) : [];
  if (tooMuch.length) return {cancel: tooMuch};
  const price = side === "sell" ? limits.sellAt : limits.buyAt;
  const energyWh = Math.min(Math.abs(missing) - open, limits.mostWh - usedWh);
  return price !== null && energyWh > 0 ? {side, priceMicroPerKwh: price, energyWh} : null;
}

const isAutomatic = order => order.clientOrderId.startsWith(MARK);

/** Switches it on: "limits" as decide has them, and mostSpentNano for what all that it buys may cost. */
export async function switchOn({participant, area, limits, continuous}) {
  await switchOff("");
  running = {participant, area, limits, continuous, told: [], placed: new Map(), bases: new Map(), failures: 0, timer: null};
  tell(running, "on", {});
  step(running);
}

/** Switches it off, and cancels its open orders. */
export async function switchOff(why) {
  const was = running;
  running = null;
  if (!was) return;
  clearTimeout(was.timer);
  news.dispatchEvent(new CustomEvent("changed"));
  const {orders} = await openOrders(was.participant);
  await Promise.all(orders.filter(isAutomatic).map(one => cancel(was.participant, one).catch(e => { if (e.code !== "ORDER_NOT_OPEN") throw e; })));
  news.dispatchEvent(new CustomEvent("changed", {detail: why}));
}

// Who logs out ends it; without a login nothing can be cancelled, and its orders end by themselves.
logins.addEventListener("login", () => {
  if (running) clearTimeout(running.timer);
  running = null;
});

const cancel = (participant, order) => ask("DELETE", `/v1/orders/${order.orderId}?participant=${part(participant)}`);

function tell(mine, what, about) {
  mine.told = [{what, ...about}, ...mine.told].slice(0, MOST_TOLD);
  news.dispatchEvent(new CustomEvent("changed"));
}

async function step(mine) {
  if (mine !== running) return;
  try {
    await look(mine);
    mine.failures = 0;
  } catch (e) {
    mine.failures++;
    if (mine === running) tell(mine, "failed", {error: e.code || e.message, at: mine.at});
    if (mine === running && mine.failures >= MOST_FAILURES) {
      await switchOff("failed").catch(() => {}); // its orders end by themselves
      return;
    }
  }
  if (mine === running) mine.timer = setTimeout(() => step(mine), EVERY);
}

/** Looks at all slots that take orders; the earliest first. */
async function look(mine) {
  const {products, marketTime} = await get("/v1/products");
  const to = new Date(Date.parse(marketTime) + AHEAD).toISOString();
  const [found, {orders}] = await Promise.all([netPositions(mine.participant, marketTime, to), openOrders(mine.participant)]);
  mine.at = marketTime;
  await remember(mine, orders);
  for (const product of products.filter(one => one.area === mine.area && !one.haltedUntil)) {
    const position = found && found.positions.find(one => one.slotStart === product.slotStart && one.area === mine.area);
    if (mine !== running) return;
    if (!position || position.forecastWh === null) continue;
    const own = [...mine.placed.values()].filter(one => one.slotStart === product.slotStart), contractedWh = contracted(mine, position, own);
    const wanted = decide({expectedWh: position.forecastWh, contractedWh, limits: mine.limits, usedWh: own.reduce((sum, one) => sum + one.filledWh + one.openWh, 0),
      orders: orders.filter(one => one.slotStart === product.slotStart)});
    if (wanted) await act(mine, wanted, {slotStart: product.slotStart, slotMinutes: product.slotMinutes, expectedWh: position.forecastWh, contractedWh, at: marketTime});
  }
}

/** Learns what its orders have traded: of those that ended since it asks once. */
async function remember(mine, orders) {
  for (const [id, kept] of mine.placed) {
    if (kept.openWh === 0) continue;
    mine.placed.set(id, orders.find(one => one.orderId === id) || {...await get(`/v1/orders/${id}?participant=${part(mine.participant)}`)});
  }
}

/** What is traded of a slot: as it is told, or with what was traded here when that is not told yet. */
function contracted(mine, {slotStart, contractedWh}, own) {
  if (!mine.bases.has(slotStart)) mine.bases.set(slotStart, contractedWh);
  const here = own.reduce((sum, one) => sum + (one.side === "sell" ? one.filledWh : -one.filledWh), 0), known = mine.bases.get(slotStart) + here;
  return here > 0 ? Math.max(contractedWh, known) : here < 0 ? Math.min(contractedWh, known) : contractedWh;
}

/** What its purchases may cost at most: traded and open ones at their limits. */
const spent = mine => [...mine.placed.values()].filter(one => one.side === "buy")
  .reduce((sum, one) => sum + BigInt(one.filledWh + one.openWh) * BigInt(one.priceMicroPerKwh), 0n);

async function act(mine, wanted, about) {
  if (wanted.cancel) {
    for (const order of wanted.cancel) {
      await cancel(mine.participant, order);
      tell(mine, "cancelled", {...about, energyWh: order.openWh});
    }
    return;
  }
  const {side, priceMicroPerKwh, energyWh} = wanted;
  if (side === "buy" && spent(mine) + BigInt(energyWh) * BigInt(priceMicroPerKwh) > BigInt(mine.limits.mostSpentNano)) {
    if (mine.told[0].what !== "spent") tell(mine, "spent", about);
    return;
  }
  const until = mine.continuous ? {timeInForce: "good-till-date", expiresAt: new Date(Date.parse(about.at) + LIVES).toISOString()} : {};
  const taken = await post("/v1/orders", {participant: mine.participant, clientOrderId: MARK + crypto.randomUUID(), area: mine.area, slotStart: about.slotStart, side, priceMicroPerKwh, energyWh, ...until});
  mine.placed.set(taken.orderId, {slotStart: about.slotStart, side, priceMicroPerKwh, filledWh: taken.filledWh, openWh: taken.openWh});
  tell(mine, side, {...about, energyWh, priceMicroPerKwh});
}
