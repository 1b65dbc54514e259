import {h, put, scroller, table} from "./dom.js";
import {t, word} from "./text.js";
import {account} from "./login.js";
import {count, dayTime, none} from "./units.js";
/*
 * Alarms of who runs a grid, in the states of IEC 62682. What is wrong the service says; what somebody has acknowledged or shelved is
 * kept in this browser, for this account, and nowhere else (ADR 0087).
 */
const KEPT = "commonwatt-alarms", SHELVED_HOURS = 1, HOUR = 3600000, MOST_KEPT = 2000;
export const HIGH = 1, MEDIUM = 2, LOW = 3;
const SHOWN = {unacknowledged: 0, "over-unacknowledged": 1, acknowledged: 2, shelved: 3};

const place = () => KEPT + ":" + (account() ? account().account : "");

function marks() {
  try {
    return JSON.parse(localStorage.getItem(place())) || {};
  } catch (e) {
    return {};
  }
}

function mark(key, what) {
  const before = marks();
  const all = Object.entries({...before, [key]: {...before[key], ...what}}).slice(-MOST_KEPT);
  localStorage.setItem(place(), JSON.stringify(Object.fromEntries(all)));
}

/** The state of an alarm: one that is over is gone when somebody has acknowledged it (null). */
function stateOf(alarm, kept, now) {
  const found = kept[alarm.key];
  if (found && found.shelvedUntil && Date.parse(found.shelvedUntil) > now) return "shelved";
  const seen = Boolean(found && found.acknowledged);
  if (!alarm.over) return seen ? "acknowledged" : "unacknowledged";
  return seen ? null : "over-unacknowledged";
}

/** The alarms that are to be shown, those of which nobody knows first, each with its state. */
export function judged(alarms, now) {
  const kept = marks();
  return alarms.map(alarm => ({...alarm, state: stateOf(alarm, kept, Date.parse(now))})).filter(alarm => alarm.state)
    .sort((a, b) => SHOWN[a.state] - SHOWN[b.state] || a.priority - b.priority || (a.since < b.since ? 1 : -1));
}

const drawn = new WeakMap();

/** Shows alarms: {key, priority, kind, where, since, what, over}; "now" is the market's time. */
export function showAlarms(target, alarms, now) {
  const rows = judged(alarms, now), text = JSON.stringify(rows);
  if (drawn.get(target) === text) return; // so that nobody loses the button that has the focus
  drawn.set(target, text);
  const open = rows.filter(row => row.state === "unacknowledged" || row.state === "over-unacknowledged").length;
  const again = () => {
    showAlarms(target, alarms, now);
    target.querySelector("[tabindex='0'], p").focus();
  };
  const button = (row, name, what) => h("button", {type: "button", class: "small", "aria-label": name + ": " + word("alarm", row.kind) + ", " + row.where,
    onclick: () => { mark(row.key, what()); again(); }}, name);
  const until = () => new Date(Date.parse(now) + SHELVED_HOURS * HOUR).toISOString();
  put(target,
    h("p", {class: "sub", role: "status", id: "alarm-count", tabindex: "-1"}, t("alarm.count", {open: count(open), all: count(rows.length)})),
    scroller(t("alarm.title"), table(t("alarm.caption"), [
      {name: t("alarm.priority"), head: true, of: row => h("span", {class: "badge p" + row.priority}, t("alarm.p" + row.priority))},
      {name: t("alarm.what"), of: row => word("alarm", row.kind)},
      {name: t("officer.decision"), of: row => h("span", {class: "actions tight"},
        row.state === "acknowledged" || row.state === "shelved" ? null : button(row, t("alarm.acknowledge"), () => ({acknowledged: true})),
        row.state === "shelved" ? button(row, t("alarm.unshelve"), () => ({shelvedUntil: null})) : row.over ? null : button(row, t("alarm.shelve"), () => ({shelvedUntil: until()})))},
      {name: t("alarm.where"), of: row => row.where},
      {name: t("alarm.since"), of: row => row.since ? dayTime(row.since) : none()}, {name: t("home.detail"), of: row => row.what},
      {name: t("data.state"), of: row => word("alarm-state", row.state)}],
    rows, t("alarm.none"))),
    h("p", {class: "sub"}, t("alarm.kept")));
}
