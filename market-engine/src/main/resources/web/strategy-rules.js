/* What automatic orders do in a slot, as functions of what is known of it. */
export const MARK = "auto-";
const STOOD = 8; // looks, two minutes

/** Whether an order is an automatic one. */
export const isAutomatic = order => order.clientOrderId.startsWith(MARK);

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

/**
 * What is traded of a slot. The market tells of a trade later than the order does, so that after one nothing may be placed before it is told:
 * else the same would be traded twice. "before" is what this returned last, undefined at first; "toldWh" is what is told, "ownWh" what
 * automatic orders sold less what they bought, "filledWh" both together. Returns {contractedWh, whole, ...}: "whole" when all is told.
 * Who trades the other way by hand keeps that from being reached; then it counts once what is told has moved, and stood still for a while.
 */
export function learned(before, {toldWh, ownWh, filledWh}) {
  const base = before ? before.base : {toldWh, ownWh, filledWh}, own = ownWh - base.ownWh, moved = toldWh - base.toldWh;
  const looks = before && before.toldWh === toldWh && before.filledWh === filledWh ? before.looks + 1 : 0;
  const reached = own > 0 ? moved >= own : own < 0 ? moved <= own : false;
  const whole = filledWh === base.filledWh || reached || moved !== 0 && looks >= STOOD;
  return whole ? {contractedWh: toldWh, whole, base: {toldWh, ownWh, filledWh}, toldWh, filledWh, looks: 0}
    : {contractedWh: base.toldWh + own, whole, base, toldWh, filledWh, looks};
}
