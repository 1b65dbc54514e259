import {h, put, table} from "./dom.js";
import {get, maybe, part, post} from "./api.js";
import {t, word} from "./text.js";
import {hexOf, leafOf, rootOf} from "./proof.js";
import {choices} from "./acting.js";
import {loginService, role} from "./login.js";
import {currency, dayTime, exactMoney, kwh, none, parseDecimal, price, slotName} from "./units.js";
/* One line of a bill: how it comes about, from the reading on; whether the ledger has it; and a dispute of it. */

/** Shows a line in a dialog. */
export async function billLine({participant, line, market, tell, dialog, others, changed}) {
  const at = {reading: h("div", {id: "reading"}), proof: h("div", {class: "proof", id: "proof"}), dispute: h("div", {id: "dispute"})};
  const check = h("button", {type: "button", class: "main", id: "check", onclick: () => attempt(() => prove(at.proof, participant, line))}, t("line.check"));
  put(dialog, 
    h("h2", {tabindex: "-1"}, t("line.title", {kind: word("kind", line.kind), slot: slotName(line)})),
    h("p", {}, t("line.sum", {energy: kwh(line.energyWh), price: price(line.priceMicroPerKwh), amount: exactMoney(line.amountNano)})),
    h("p", {class: "sub"}, t("line.place", {run: line.run, line: line.line, with: line.counterparty}) + (line.tradeId ? " " + t("line.trade", {number: line.tradeId}) : "")),
    line.made ? h("p", {id: "made"}, t(forGood(line) ? "line.made-for-good" : "line.made", {quality: word("quality", line.quality)})) : null,
    h("h3", {}, t("line.reading")), at.reading,
    h("h3", {}, t("line.proof")), h("p", {class: "sub"}, t("line.proof-why")), check, at.proof,
    h("h3", {}, t("line.dispute")), at.dispute,
    h("div", {class: "actions"}, h("button", {type: "button", onclick: () => dialog.close()}, t("line.close"))));
  dialog.showModal();
  await attempt(async () => {
    reading(at.reading, await maybe(`/v1/positions?participant=${part(participant)}&slotStart=${part(line.slotStart)}`));
    await dispute(at.dispute);
  });

  async function attempt(what) {
    try {
      await what();
    } catch (e) {
      dialog.close();
      tell(e);
    }
  }

  async function dispute(target) {
    const known = line.dispute ? await get("/v1/disputes/" + line.dispute.disputeId) : null;
    if (known) {
      put(target, h("p", {}, t("dispute.known", {number: known.disputeId, state: word("dispute", known.state), by: dayTime(known.decideBy)})),
        h("p", {class: "sub"}, known.reason || none()),
        known.decision ? h("p", {}, t("dispute.decision", {decider: known.decision.decider, reason: known.decision.reason || none(), amount: exactMoney(known.decision.correctedNano)})) : null,
        known.state === "OPEN" && others && mayDecide(market.disputes) ? decision(known) : null,
        known.state === "OPEN" && !others ? h("button", {type: "button", id: "withdraw", onclick: () => attempt(withdraw)}, t("dispute.withdraw")) : null);
      return;
    }
    if (!market.disputes || others) {
      put(target, h("p", {class: "sub"}, t(others ? "dispute.not-disputed" : "dispute.none")));
      return;
    }
    const reason = h("textarea", {id: "dispute-reason", required: true, maxlength: "1000", rows: "3"});
    const evidence = h("input", {type: "file", id: "dispute-evidence"});
    put(target, h("form", {class: "fields", onsubmit: event => {
      event.preventDefault();
      attempt(() => send(reason.value, evidence.files[0]));
    }}, h("p", {class: "sub"}, t("dispute.rules", {decider: market.disputes.decider})),
    h("label", {}, t("dispute.reason"), reason), h("label", {}, t("dispute.evidence"), evidence),
    h("button", {type: "submit", id: "dispute-send"}, t("dispute.send"))));
  }

  /** For who decides: another amount upholds the dispute, none dismisses it. */
  function decision(known) {
    const amount = h("input", {id: "decide-amount", inputmode: "decimal", autocomplete: "off"}), why = h("textarea", {id: "decide-reason", required: true, maxlength: "1000", rows: "3"});
    return h("form", {class: "fields", novalidate: true, onsubmit: event => {
      event.preventDefault();
      const correctedNano = amount.value.trim() ? parseDecimal(amount.value, 9) : undefined;
      amount.setCustomValidity(correctedNano === null ? t("decide.bad-amount") : "");
      if (!amount.reportValidity() || !why.reportValidity()) return;
      attempt(async () => {
        const made = await post(`/v1/disputes/${known.disputeId}/decision`, {decider: market.disputes.decider, participant, correctedNano, reason: why.value.trim()});
        line.dispute.state = made.state;
        await dispute(at.dispute);
        await changed();
      });
    }}, h("p", {class: "sub"}, t("decide.how", {amount: exactMoney(line.amountNano)})), h("label", {}, t("decide.amount", {currency: currency()}), amount), h("label", {}, t("reason"), why),
    h("div", {class: "actions"}, h("button", {type: "submit", id: "decide-send"}, t("decide.send"))));
  }

  async function send(reason, file) {
    const body = {participant, slotStart: line.slotStart, run: line.run, line: line.line, reason};
    if (file) body.evidenceSha256 = hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
    const made = await post("/v1/disputes", body);
    line.dispute = {disputeId: made.disputeId, state: made.state};
    await dispute(at.dispute);
    await changed();
  }

  async function withdraw() {
    await post(`/v1/disputes/${line.dispute.disputeId}/withdrawal`, {participant});
    line.dispute.state = "WITHDRAWN";
    await dispute(at.dispute);
    await changed();
  }
}

/** Whether who is logged in may decide disputes: in a service without accounts anybody. */
const mayDecide = rules => Boolean(rules) && (!loginService().logins || role() === "administrator" || role() === "regulator" && choices().includes(rules.decider));

/* Whether no run can settle it otherwise. */
function forGood(line) {
  return line.settlement === "FINAL" || line.quality === "FINAL";
}

function reading(target, position) {
  put(target, !position ? h("p", {class: "sub"}, t("line.no-reading")) : table(t("line.reading-caption"), [
    {name: t("bill.import"), of: one => kwh(one.importWh)}, {name: t("bill.export"), of: one => kwh(one.exportWh)},
    {name: t("line.version"), of: one => String(one.version)}, {name: t("line.quality"), of: one => word("quality", one.quality)}], [position], ""));
}

/** Computes the root anew from this line, and compares. */
async function prove(target, participant, line) {
  const proof = await get(`/v1/bills/${part(participant)}/proof?slotStart=${part(line.slotStart)}&run=${line.run}&line=${line.line}`);
  const root = await rootOf(leafOf(participant, line), line.line, proof.treeSize, proof.inclusionPath);
  const good = root === proof.billRoot;
  put(target, 
    h("p", {class: good ? "ok" : "not-ok", role: "status"}, t(good ? "proof.good" : "proof.bad")),
    h("p", {}, t("proof.root", {size: proof.treeSize, hashes: proof.inclusionPath.length}) + " ", h("code", {}, root || none())),
    h("p", {}, t("proof.batch", {batch: proof.batchId}) + " ", h("code", {}, proof.billRoot)),
    h("p", {}, proof.transactionId ? t("proof.ledger", {block: proof.blockNumber}) + " " : t("proof.not-yet"),
      proof.transactionId ? h("code", {}, proof.transactionId) : null),
    h("p", {class: "sub"}, t("proof.compare")));
}
