import {get, maybe, part} from "./api.js";
/* What pages ask of one participant's own. */

const own = (participant, rest) => "/v1/accounts/" + part(participant) + rest;
/** Collateral, limits and debts. */
export const accountOf = participant => get(own(participant, ""));
/** Meter points that it has and asks for. */
export const meterPoints = participant => get(own(participant, "/meter-points"));
/** Contracted, metered and expected energy of slots; null where no job computes that. */
export const netPositions = (participant, from, to) => maybe(own(participant, `/net-positions?from=${part(from)}&to=${part(to)}`));
/** What its meters measured, by slot. */
export const usageOf = (participant, from, to) => get(own(participant, `/usage?from=${part(from)}&to=${part(to)}`));
/** Bill with the lines of slots from one instant to another. */
export const bill = (participant, from, to) => get(`/v1/bills/${part(participant)}?from=${part(from)}&to=${part(to)}&limit=10000`);
export const openOrders = participant => get(`/v1/orders/open?participant=${part(participant)}&limit=500`);
/** All of them, over several pages. */
export async function allOpenOrders(participant) {
  let all = [], after = "";
  for (;;) {
    const page = await get(`/v1/orders/open?participant=${part(participant)}&limit=500${after}`);
    all = all.concat(page.orders);
    if (page.next === null) return all;
    after = "&after=" + page.next;
  }
}
export const lastOrders = participant => get(own(participant, "/orders?limit=50"));
/** The area of its first meter point; null before it has one. */
export async function areaOf(participant) {
  const points = await meterPoints(participant);
  return points.meterPoints.length ? points.meterPoints[0].area : null;
}
/** Sums integers that may pass what a number holds. */
export const sum = (rows, of) => rows.reduce((total, row) => total + BigInt(of(row)), 0n);

/** The last notices, latest first; the list is told from its beginning, so it is read to its end once. */
export async function notices(participant) {
  let all = [], cursor = "";
  for (;;) {
    const page = await get(own(participant, "/notices?limit=1000" + cursor));
    all = all.concat(page.notices).slice(-20);
    if (!page.more) return all.reverse();
    cursor = "&cursor=" + part(page.next);
  }
}
/** Who looked at its data, latest first. */
export const views = participant => get(own(participant, "/views?limit=100"));
