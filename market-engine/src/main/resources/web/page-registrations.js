import {card, h, put, scroller, table} from "./dom.js";
import {ask, get, part, post} from "./api.js";
import {t, word} from "./text.js";
import {account} from "./login.js";
import {lastSlots, rules} from "./slots.js";
import {count, dayTime, money, slotName} from "./units.js";
import {hasPurpose, purposeForm} from "./purpose.js";
/* What waits for an officer: accounts, meter points, deposits; and the hand-over of a home. */

/** Opens the page. */
export async function open({participant, tell}) {
  const named = (await rules()).registration;
  /** In whose name: of whom the account acts for, or, when that is nobody, of who the rulebook names. */
  const officer = role => participant || (named ? named[role] : "");
  const at = {waiting: h("div", {id: "waiting"}), hand: h("div", {id: "hand-over"})};
  const asked = purposeForm(() => refresh().catch(tell));
  const node = h("div", {}, h("p", {class: "lead"}, t("officer.lead", {officer: participant || (account() ? account().account : "")})), h("div", {class: "grid"},
    card(t("purpose.title"), null, asked), card(t("officer.waiting"), null, at.waiting), card(t("officer.hand-over"), null, at.hand)));
  handOver();
  let drawn = "";
  return {node, refresh};

  async function refresh() {
    if (!hasPurpose()) {
      put(at.waiting, h("p", {class: "empty"}, t("purpose.first")));
      return;
    }
    const found = await get("/v1/registrations?limit=1000");
    const rows = [
      ...found.accounts.map(one => ({kind: "account", who: one.participant, what: word("account", one.state),
        decide: yes => post(`/v1/accounts/${part(one.participant)}/state`, {officer: officer("registrar"), state: yes ? "ACTIVE" : "REFUSED"})})),
      ...found.meterPoints.map(one => ({kind: "meter-point", who: one.participant, what: t("officer.point", {point: one.meterPoint, meter: one.meter, area: one.area,
        feedIn: count(one.feedInW), load: count(one.loadW), from: dayTime(one.from)}),
      decide: yes => post(`/v1/meter-points/${part(one.meterPoint)}/decision`, {officer: officer("meterOrganisation"), participant: one.participant, accepted: yes})})),
      ...found.deposits.map(one => ({kind: "deposit", who: one.participant, what: money(one.amountNano),
        decide: yes => ask("POST", "/v1/deposits/decision", depositBody(one, yes))}))];
    const text = JSON.stringify(rows);
    if (text === drawn) return; // so that nobody loses the button that has the focus
    drawn = text;
    put(at.waiting, scroller(t("officer.waiting"), table(t("officer.waiting-caption"), [
      {name: t("officer.kind"), head: true, of: row => t("officer." + row.kind)}, {name: t("participant"), of: row => row.who}, {name: t("data.what"), of: row => row.what},
      {name: t("officer.decision"), of: row => h("span", {class: "actions"}, decision(row, true), decision(row, false))}], rows, t("officer.nothing"))));
  }

  function decision(row, yes) {
    const name = t(yes ? "officer.accept" : "officer.refuse");
    return h("button", {type: "button", class: "small" + (yes ? " main" : ""), "aria-label": name + ": " + row.who + ", " + row.what,
      onclick: () => attempt(() => row.decide(yes))}, name);
  }

  /** Its amount may pass what a JavaScript number holds, and is a JSON number all the same. */
  function depositBody(one, accepted) {
    return JSON.stringify({officer: officer("bank"), participant: one.participant, accepted}).replace(/\}$/, `,"amountNano":${BigInt(one.amountNano)}}`);
  }

  async function attempt(what) {
    try {
      await what();
      tell(null);
    } catch (e) {
      tell(e);
    }
    await refresh();
  }

  async function handOver() {
    const point = h("input", {id: "hand-point", required: true, autocomplete: "off", spellcheck: "false"});
    const next = h("input", {id: "hand-next", required: true, autocomplete: "off", spellcheck: "false"});
    const slots = (await lastSlots().catch(() => null) || []).filter(one => one.phase === "OPEN");
    const from = h("select", {id: "hand-from", required: true}, slots.map(one => h("option", {value: one.slotStart}, slotName(one))));
    const told = h("p", {class: "sub", role: "status", id: "hand-told"});
    put(at.hand, h("form", {class: "fields", onsubmit: event => {
      event.preventDefault();
      attempt(async () => {
        const done = await post(`/v1/meter-points/${part(point.value.trim())}/hand-over`, {officer: officer("meterOrganisation"), participant: next.value.trim(), from: from.value});
        told.textContent = t("officer.handed", {point: done.meterPoint, next: done.participant, from: dayTime(done.from)});
      });
    }}, h("label", {}, t("data.point"), point), h("label", {}, t("officer.next-owner"), next), h("label", {}, t("officer.first-slot"), from),
    h("button", {type: "submit", id: "hand-send"}, t("officer.hand-over-send")), told));
  }
}
