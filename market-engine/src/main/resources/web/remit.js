/*
 * A day's orders and trades as Table 1 of REMIT's implementing regulation, in ACER's schema version 3. docs/pages.md says what is told
 * of what. Numbers are exact: integers of small units become decimals without floating point.
 */
const REMIT = "http://www.acer.europa.eu/REMIT/REMITTable1_V3.xsd"; // a name in XML: nobody asks there
const CURRENCIES = new Set(["BGN", "CHF", "CZK", "DKK", "EUR", "EUX", "GBX", "GBP", "HRK", "HUF", "ISK", "NOK", "PLN", "RON", "SEK", "USD"]);
const CODES = {ace: /^[A-Za-z0-9_]{9}\.[A-Z]{2}$/, lei: /^[A-Za-z0-9_]{20}$/, eic: /^[0-9]{2}[XYZTWV].{13}$/, gln: /^[A-Za-z0-9_-]{13}$/, bic: /^[A-Za-z0-9_]{11}$/};
const PLACES = {mic: /^[A-Za-z0-9_]{4}$/, lei: CODES.lei, ace: CODES.ace};
const ACTIONS = {PLACED: "N", AMENDED: "M", LIMITED: "M", REDUCED: "M"};
const FILLS = new Set(["FILLED", "TOOK"]); // of which trades tell
const STATUS = {PLACED: "ACT", AMENDED: "ACT", LIMITED: "ACT", REDUCED: "ACT", EXPIRED: "EXP", GATE_CLOSED: "EXP"};
const DURATIONS = {"good-till-cancel": "GTC", "good-till-date": "GTD"};
const CONDITIONS = {"fill-or-kill": "FOK", "immediate-or-cancel": "FAK"};

/** Which kind of code a text is: of a participant, or of a market place; undefined: none. */
export const kindOfCode = code => Object.keys(CODES).find(kind => CODES[kind].test(code));
export const kindOfPlace = code => Object.keys(PLACES).find(kind => PLACES[kind].test(code));
export const isZone = code => CODES.eic.test(code);
export const isCurrency = code => CURRENCIES.has(code);

const identifier = text => text.replace(/[^A-Za-z0-9_-]/g, "_");
const seconds = instant => instant.replace(/\.\d+/, "");

/** An integer of 10^-scale as a decimal of at most five digits behind the point, rounded half away from zero. */
export function number(value, scale) {
  let n = BigInt(value);
  const minus = n < 0n;
  if (minus) n = -n;
  const most = 5, kept = Math.min(scale, most);
  if (scale > most) {
    const by = 10n ** BigInt(scale - most);
    n = (n + by / 2n) / by;
  }
  const digits = String(n).padStart(kept + 1, "0");
  return (minus && n > 0n ? "-" : "") + (kept ? digits.slice(0, -kept) + "." + digits.slice(-kept) : digits);
}

/**
 * The report: {xml, orders, trades, left}, where "left" counts by participant what was left out because it has no code. "slots" have
 * slot and steps; "codes" is a map of participants to theirs; "about" has market, currency, reporter, place, zone, zoneMinutes.
 */
export function remit({slots, codes, about}) {
  const file = document.implementation.createDocument(REMIT, "REMITTable1", null), left = new Map();
  const e = (name, ...children) => {
    const made = file.createElementNS(REMIT, name);
    made.append(...children.flat().filter(one => one !== null).map(one => typeof one === "object" ? one : String(one)));
    return made;
  };
  const of = {e, about, party: (name, participant) => e(name, e(kindOfCode(codes.get(participant)), codes.get(participant)))};
  const contracts = new Map(), orders = [], trades = [];
  const known = participant => {
    if (codes.has(participant)) return true;
    left.set(participant, (left.get(participant) || 0) + 1);
    return false;
  };
  const contractOf = (slot, area, kind) => {
    const id = identifier(`${slot.slotStart.replace(/[:-]/g, "").replace("00Z", "")}-${kind}-${area}`).slice(0, 50);
    if (!contracts.has(id)) contracts.set(id, contract(of, {slot, area, kind, id}));
    return id;
  };
  for (const {slot, steps} of slots) {
    for (const step of steps) {
      if (!step.at || !known(step.participant)) continue;
      if (FILLS.has(step.what)) trades.push(trade(of, {step, slot, place: trades.length + 1, contract: contractOf(slot, step.area, step.tradeId === null ? "AU" : "CO")}));
      else orders.push(order(of, {step, slot, place: orders.length + 1, contract: contractOf(slot, step.area, step.acceptedAt < slot.gate ? "AU" : "CO")}));
    }
  }
  const list = (name, all) => all.length ? e(name, all) : null;
  file.documentElement.append(...[e("reportingEntityID", e(kindOfCode(about.reporter), about.reporter)), list("contractList", [...contracts.values()]), list("OrderList", orders), list("TradeList", trades)].filter(one => one !== null));
  return {xml: '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(file) + "\n", orders: orders.length, trades: trades.length, left};
}

const market = ({e, about}) => e("organisedMarketPlaceIdentifier", e(kindOfPlace(about.place), about.place));
/** A price of millionths per kWh: thousandths of a MWh's. */
const price = ({e, about}, micro) => e("priceDetails", e("price", number(micro, 3)), e("priceCurrency", about.currency));
/** Energy of a slot as its mean power in kW. */
const power = ({e}, name, wh, minutes) => e(name, e("value", number(BigInt(wh) * 6000n / BigInt(minutes), 5)), e("unit", "KW"));
const energy = ({e}, wh) => e("totalNotionalContractQuantity", e("value", number(wh, 3)), e("unit", "KWh"));

function contract(of, {slot, area, kind, id}) {
  const {e, about} = of;
  const local = millis => new Date(millis + about.zoneMinutes * 60000).toISOString(), begin = Date.parse(slot.slotStart), end = begin + slot.slotMinutes * 60000;
  return e("contract", e("contractId", id), e("contractName", `${about.market} ${area} ${slot.slotStart} ${slot.slotMinutes} min`), e("contractType", kind), e("energyCommodity", "EL"), e("settlementMethod", "P"), market(of),
    e("deliveryPointOrZone", about.zone), e("deliveryStartDate", local(begin).slice(0, 10)), e("deliveryEndDate", local(end - 1).slice(0, 10)), e("duration", slot.slotMinutes === 60 ? "H" : "N"), e("loadType", "OT"),
    e("deliveryProfile", e("loadDeliveryStartTime", local(begin).slice(11, 19)), e("loadDeliveryEndTime", local(end).slice(11, 19))));
}

function order(of, {step, slot, place, contract}) {
  const {e, about} = of;
  const hidden = step.peakWh ? Math.max(0, step.openWh - step.peakWh) : 0;
  const conditions = [step.allOrNone ? "AON" : null, CONDITIONS[step.timeInForce] || null, step.minEnergyWh ? "MEV" : null].filter(one => one !== null);
  return e("OrderReport", e("RecordSeqNumber", place), of.party("idOfMarketParticipant", step.participant), e("traderID", e("traderIdForOrganisedMarket", identifier(step.participant))), e("tradingCapacity", "P"),
    e("buySellIndicator", step.side === "buy" ? "B" : "S"), e("orderId", e("uniqueOrderIdentifier", identifier(about.market + "-" + step.orderId))), e("orderType", step.orderType === "market" ? "MAR" : "LIM"),
    conditions.map(one => e("orderCondition", one)), e("orderStatus", STATUS[step.what] || "WIT"), step.minEnergyWh ? power(of, "minimumExecuteVolume", step.minEnergyWh, slot.slotMinutes) : null,
    hidden ? power(of, "undisclosedVolume", hidden, slot.slotMinutes) : null,
    e("orderDuration", e("duration", DURATIONS[step.timeInForce] || "OTH"), step.expiresAt ? e("expirationDateTime", seconds(step.expiresAt)) : null), e("contractInfo", e("contractId", contract)), market(of),
    e("transactionTime", seconds(step.at)), step.what === "PLACED" ? null : e("originalEntryTime", seconds(step.acceptedAt)), step.priceMicroPerKwh === null ? null : price(of, step.priceMicroPerKwh),
    power(of, "quantity", step.openWh, slot.slotMinutes), energy(of, step.openWh), e("actionType", ACTIONS[step.what] || "C"));
}

function trade(of, {step, slot, place, contract}) {
  const {e, about} = of, continuous = step.tradeId !== null;
  const id = continuous ? `${about.market}-trade-${step.tradeId}` : `${about.market}-auction-${step.orderId}-${step.sequence}`;
  return e("TradeReport", e("RecordSeqNumber", place), of.party("idOfMarketParticipant", step.participant), e("traderID", e("traderIdForOrganisedMarket", identifier(step.participant))), e("tradingCapacity", "P"),
    e("buySellIndicator", step.side === "buy" ? "B" : "S"), continuous ? e("aggressor", step.what === "TOOK" ? "A" : "I") : null, e("contractInfo", e("contractId", contract)), market(of), e("transactionTime", seconds(step.at)),
    e("uniqueTransactionIdentifier", e("uniqueTransactionIdentifier", identifier(id))), e("linkedOrderId", identifier(about.market + "-" + step.orderId)), price(of, step.tradedMicroPerKwh),
    e("notionalAmountDetails", e("notionalAmount", number(BigInt(step.tradedWh) * BigInt(step.tradedMicroPerKwh), 9)), e("notionalCurrency", about.currency)),
    power(of, "quantity", step.tradedWh, slot.slotMinutes), energy(of, step.tradedWh), e("actionType", "N"));
}
