import {get, part} from "./api.js";
import {slotPath} from "./slots.js";
/* What happened to the orders of a slot, and the books that these steps give. */

const PAGE = 10000, MOST_PAGES = 10;

/** All steps of a slot in the order of the log, or as many as are reasonable: {steps, complete}. */
export async function stepsOf(slotStart) {
  let steps = [], cursor = "";
  for (let i = 0; i < MOST_PAGES; i++) {
    const found = await get(slotPath(slotStart, "/order-steps?limit=" + PAGE + cursor));
    steps = steps.concat(found.steps);
    if (!found.next) return {steps, complete: true};
    cursor = "&cursor=" + part(found.next);
  }
  return {steps, complete: false};
}

/** The orders that were open when an event was done, each as its last step until then left it. */
export function bookAt(steps, sequence) {
  const last = new Map();
  for (const step of steps) {
    if (step.sequence > sequence) break;
    last.set(step.orderId, step);
  }
  return [...last.values()].filter(one => one.openWh > 0);
}
