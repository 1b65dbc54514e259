import {h} from "./dom.js";
import {post} from "./api.js";
import {t} from "./text.js";
import {AHEAD, lastSlots, slotPath} from "./slots.js";
import {count, slotName, wattHours} from "./units.js";
/* Lowers what a link may carry in a slot, as its operator, and says what trades lost by it. */

/** The form, in the name of the operator that the rulebook names; "done" is called when a limit is lowered. */
export function limitForm({market, tell, done}) {
  if (!market.links.length || !market.fallbacks) return null;
  const slots = h("select", {id: "limit-slot", required: true});
  const link = h("select", {id: "limit-link"}, market.links.map((one, i) => h("option", {value: i}, one.from + " → " + one.to)));
  const least = h("input", {id: "limit-least", type: "number", max: "0", step: "1", required: true}), most = h("input", {id: "limit-most", type: "number", min: "0", step: "1", required: true});
  const reason = h("input", {id: "limit-reason", required: true, maxlength: "200"});
  const told = h("p", {class: "sub", role: "status", id: "limit-told"});
  const fill = () => {
    const one = market.links[Number(link.value)];
    least.value = one.minFlowWh;
    most.value = one.maxFlowWh;
  };
  link.addEventListener("change", fill);
  fill();
  lastSlots().then(found => slots.append(...(found || []).filter(one => AHEAD.has(one.phase)).map(one => h("option", {value: one.slotStart}, slotName(one))))).catch(tell);
  const send = async event => {
    event.preventDefault();
    const one = market.links[Number(link.value)];
    try {
      const answer = await post(slotPath(slots.value, "/link-limits"), {operator: market.fallbacks.operator, from: one.from, to: one.to,
        minFlowWh: Number(least.value), maxFlowWh: Number(most.value), reason: reason.value.trim()});
      tell(null);
      const lost = answer.curtailedTrades.reduce((sum, trade) => sum + trade.byWh, 0);
      told.textContent = t("limit.done", {trades: count(answer.curtailedTrades.length), energy: wattHours(lost)});
      done();
    } catch (e) {
      tell(e);
    }
  };
  return h("details", {}, h("summary", {}, t("limit.title")), h("p", {class: "sub"}, t("limit.how")),
    h("form", {class: "fields", onsubmit: send}, h("label", {}, t("slot"), slots), h("label", {}, t("grid.link"), link),
      h("label", {}, t("grid.least") + ", Wh", least), h("label", {}, t("grid.most") + ", Wh", most), h("label", {}, t("reason"), reason),
      h("button", {type: "submit", id: "limit-send"}, t("limit.send")), told));
}
