import {card, figure, h, put, scroller, table} from "./dom.js";
import {get, part} from "./api.js";
import {t, word} from "./text.js";
import {role} from "./login.js";
import {hasPurpose, purposeForm} from "./purpose.js";
import {count, dayTime, decimal, none, wattHours} from "./units.js";
/* A battery for who may look at it: what it is, its family step by step, its timeline, and who handed it to whom. */

const READERS = ["battery-organisation", "regulator"], PAGES = 20, BY = "#/battery/";

/** Opens the page; the parameter is the id of a battery. */
export async function open({parameter, tell}) {
  const reader = READERS.includes(role());
  let shown = ""; // what is unchanged stays as it is: somebody may have opened its tree
  const at = {facts: h("dl", {class: "figures", id: "facts"}), more: h("div", {}), tree: h("div", {id: "tree"}), timeline: h("div", {id: "timeline"}), custody: h("div", {id: "custody"})};
  const asked = reader ? card(t("purpose.title"), null, purposeForm(() => load().catch(tell))) : null;
  const node = h("div", {}, h("p", {class: "lead"}, t("battery.lead")), h("div", {class: "grid"}, card(t("battery.find"), null, finder(tell)), asked,
    parameter ? [card(t("battery.facts"), null, at.facts, at.more), card(t("battery.family"), "half", at.tree), card(t("battery.custody"), "half", at.custody),
      card(t("battery.timeline"), null, at.timeline)] : null));
  return {node, title: parameter ? t("battery.title", {battery: parameter}) : null, refresh: channels => channels ? Promise.resolve() : load()};

  async function load() {
    if (!parameter) return;
    if (reader && !hasPurpose()) {
      for (const one of [at.more, at.tree, at.timeline, at.custody]) put(one, h("p", {class: "empty"}, t("purpose.first")));
      shown = "";
      return;
    }
    const path = "/v1/batteries/" + part(parameter);
    const [one, events, steps] = await Promise.all([get(path), all(path + "/history", "events"), all(path + "/custody", "steps")]);
    const told = JSON.stringify([one, events, steps]);
    if (told === shown) return;
    shown = told;
    facts(at, one);
    put(at.tree, h("ul", {class: "tree"}, branch(one, tell)));
    timeline(at.timeline, events);
    custody(at.custody, steps);
  }
}

/** By id, or by a code that is written on it. */
function finder(tell) {
  const field = h("input", {id: "battery-id", required: true, maxlength: "64", autocomplete: "off", spellcheck: "false"});
  return h("form", {class: "fields", onsubmit: async event => {
    event.preventDefault();
    const text = field.value.trim();
    try {
      const code = /^[A-Z0-9 -]{16,}$/.test(text) ? await get("/v1/batteries?code=" + part(text)) : {battery: text};
      tell(null);
      location.hash = BY + code.battery;
    } catch (e) {
      tell(e);
    }
  }}, h("label", {}, t("battery.id-or-code"), field), h("button", {type: "submit", id: "battery-find"}, t("battery.show")));
}

/** All rows of something that is told page by page, or as many as are reasonable. */
async function all(path, rows) {
  let found = [], cursor = "";
  for (let i = 0; i < PAGES; i++) {
    const page = await get(path + cursor);
    found = found.concat(page[rows]);
    if (!page.next) break;
    cursor = "?cursor=" + part(page.next);
  }
  return found;
}

const kilograms = grams => decimal(grams, 3, 3) + " kg";
const link = id => h("a", {href: BY + id}, id);

function facts(at, one) {
  put(at.facts, figure(t("battery.kind"), word("battery-kind", one.kind)), figure(t("data.state"), word("life", one.state), one.held ? t("battery.held") : null),
    figure(t("battery.rated"), wattHours(one.ratedWh)), figure(t("battery.tested"), wattHours(one.testedWh), one.test ? t("battery.by", {lab: one.test.lab, time: dayTime(one.test.testedAt)}) : t("battery.untested")),
    figure(t("battery.mass"), kilograms(one.massG)), figure(t("battery.throughput"), wattHours(one.chargeWh), t("battery.out", {energy: wattHours(one.dischargeWh)})),
    figure(t("battery.owner"), one.owner), figure(t("battery.maker"), one.registeredBy, one.historyKnown ? null : t("battery.history-unknown")));
  put(at.more, h("p", {}, t("battery.codes") + " ", one.codes.length ? h("code", {}, one.codes.join(" ")) : none()),
    one.passport ? h("p", {}, h("a", {href: "/passports/" + part(one.passport)}, t("battery.passport"))) : h("p", {class: "sub"}, t("battery.no-passport")),
    h("p", {class: "sub"}, t("battery.level-" + one.level)),
    one.holds.length ? table(t("battery.holds"), [{name: t("battery.hold"), head: true, of: row => row.hold}, {name: t("battery.cause"), of: row => word("hold", row.cause)}, {name: t("battery.origin"), of: row => link(row.origin)}], one.holds, "") : null);
}

/** A battery in the tree; what is in it and what it was got from is asked for when somebody opens it. */
function branch(one, tell) {
  const content = h("div", {});
  const name = h("span", {}, link(one.battery), " · ", word("battery-kind", one.kind), " · ", wattHours(one.ratedWh), " · ", word("life", one.state), one.held ? " · " + t("battery.held") : "");
  let asked = false;
  const step = async open => {
    if (asked || !open) return;
    asked = true;
    try {
      const family = await get(`/v1/batteries/${part(one.battery)}/family`);
      const list = (title, rows) => rows.length ? [h("p", {class: "sub"}, title), h("ul", {class: "tree"}, rows.map(row => branch(row, tell)))] : null;
      put(content, family.whole ? h("p", {class: "sub"}, t("battery.part-of") + " ", link(family.whole)) : null, list(t("battery.parts"), family.parts), list(t("battery.sources"), family.sources),
        !family.whole && !family.parts.length && !family.sources.length ? h("p", {class: "empty"}, t("battery.alone")) : null);
    } catch (e) {
      asked = false;
      tell(e);
    }
  };
  const details = h("details", {ontoggle: event => step(event.target.open)}, h("summary", {"aria-label": t("battery.open", {battery: one.battery})}, t("battery.inside")), content);
  return h("li", {}, name, details);
}

function timeline(target, events) {
  const signed = row => row.signed ? h("details", {}, h("summary", {"aria-label": t("battery.signed-of", {number: row.sequence})}, t("battery.signed")), h("pre", {class: "statement", tabindex: "0"}, JSON.stringify(row.signed, null, 2))) : none();
  put(target, scroller(t("battery.timeline"), table(t("battery.timeline-caption"), [
    {name: t("number"), head: true, number: true, of: row => count(row.sequence)}, {name: t("battery.happened"), of: row => dayTime(row.happenedAt)}, {name: t("battery.reported"), of: row => dayTime(row.reportedAt)},
    {name: t("home.what"), of: row => word("life-act", row.operation)}, {name: t("battery.after"), of: row => word("life", row.state)}, {name: t("battery.actors"), of: row => row.actors.join(", ")},
    {name: t("battery.about"), of: row => link(row.about)}, {name: t("battery.documents"), number: true, of: row => count(row.evidence.length)}, {name: t("battery.statement"), of: signed}],
  events, t("battery.no-events"))));
}

function custody(target, steps) {
  put(target, scroller(t("battery.custody"), table(t("battery.custody-caption"), [
    {name: t("battery.happened"), head: true, of: row => dayTime(row.happenedAt)}, {name: t("home.what"), of: row => word("life-act", row.operation)},
    {name: t("battery.owner"), of: row => row.owner || none()}, {name: t("battery.after"), of: row => word("life", row.state)}, {name: t("battery.actors"), of: row => row.actors.join(", ")}],
  steps, t("battery.no-events"))));
}
