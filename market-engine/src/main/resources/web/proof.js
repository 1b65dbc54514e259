/*
 * "Check it yourself": the leaf of a bill line as docs/formats/settlement-batch.md has it, and the root that it leads to by a path
 * of RFC 6962, computed here, in the browser, with WebCrypto. Nothing of the service is believed but the root on the ledger.
 */
export const KINDS = {TRADE_BUY: 1, TRADE_SELL: 2, RESIDUAL_WITHDRAWAL: 3, RESIDUAL_INJECTION: 4, SUPPLIED: 5, TAKEN_OVER: 6, LINK_FEE: 7,
  FEE_INCOME: 8, LINK_RENT: 9, CONGESTION_RENT: 10, GRID_FEE: 11, GRID_FEE_INCOME: 12, CURTAILMENT_COMPENSATION: 13, CURTAILMENT_COST: 14,
  RESIDUAL_WITHDRAWAL_REVERSED: 15, RESIDUAL_INJECTION_REVERSED: 16, SUPPLIED_REVERSED: 17, TAKEN_OVER_REVERSED: 18, CORRECTION: 47, CORRECTION_OTHER_SIDE: 48,
  BID_SURPLUS: 61, MARKET_SURPLUS: 62};
const IMBALANCE = ["NETTED_SHORT", "NETTED_LONG", "BAND_SHORT", "BAND_LONG", "IMBALANCE_SHORT", "IMBALANCE_LONG", "NETTING_FEE", "NETTED_SHORT_COVERED",
  "NETTED_LONG_TAKEN", "BAND_SHORT_COVERED", "BAND_LONG_TAKEN", "IMBALANCE_SHORT_COVERED", "IMBALANCE_LONG_TAKEN", "NETTING_FEE_INCOME"];
const LOSSES = ["TECHNICAL_LOSSES", "UNEXPLAINED_SHORT", "UNEXPLAINED_LONG", "TECHNICAL_LOSSES_COVERED", "UNEXPLAINED_SHORT_COVERED", "UNEXPLAINED_LONG_TAKEN"];
const STORAGE = ["STORAGE_CHARGE", "STORAGE_DISCHARGE", "STORAGE_LEASE", "STORAGE_PENALTY", "STORAGE_CHARGE_INCOME", "STORAGE_DISCHARGE_INCOME",
  "STORAGE_LEASE_INCOME", "STORAGE_PENALTY_INCOME"];
for (const [first, kinds] of [[19, IMBALANCE], [49, LOSSES], [63, STORAGE]]) kinds.forEach((kind, i) => {
  KINDS[kind] = first + i;
  KINDS[kind + "_REVERSED"] = first + kinds.length + i;
});

const LEAF = Uint8Array.of(0), NODE = Uint8Array.of(1);
const bytesOf = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
export const hexOf = bytes => [...bytes].map(one => one.toString(16).padStart(2, "0")).join("");

function joined(parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function integer(bytes, value) {
  const view = new DataView(new ArrayBuffer(bytes));
  if (bytes === 8) view.setBigInt64(0, BigInt(value));
  else if (bytes === 4) view.setInt32(0, value);
  else if (bytes === 2) view.setUint16(0, value);
  else view.setUint8(0, value);
  return new Uint8Array(view.buffer);
}

function text(value) {
  const utf8 = new TextEncoder().encode(value);
  return joined([integer(2, utf8.length), utf8]);
}

/** The bytes of a participant's bill line, as the API tells it. */
export function leafOf(participant, line) {
  if (!(line.kind in KINDS)) throw new Error(line.kind);
  return joined([bytesOf(line.salt), text(participant), integer(8, Date.parse(line.slotStart)),
    integer(4, line.slotMinutes), integer(1, KINDS[line.kind]), text(line.counterparty), integer(8, line.tradeId || 0),
    integer(8, line.energyWh), integer(8, line.priceMicroPerKwh), integer(8, line.amountNano)]);
}

const hash = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));

/** The root that leaf, index, number of leaves and path lead to; null when the path does not fit the tree. */
export async function rootOf(leaf, index, size, path) {
  let node = await hash(LEAF, leaf), at = index, last = size - 1;
  for (const hex of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = await hash(NODE, bytesOf(hex), node);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      node = await hash(NODE, node, bytesOf(hex));
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hexOf(node) : null;
}
