import {maybe} from "./api.js";
import {account, loginService} from "./login.js";
/* For whom the page acts: a participant of the account that is logged in; in a service without accounts anybody. */
let all = [];
let chosen = null;

/** The participants that one may act for. */
export const choices = () => all;
/** The one that is acted for; null: none. */
export const acting = () => all.includes(chosen) || chosen && !loginService().logins ? chosen : all[0] || null;
export function act(participant) { chosen = participant; }

/** Asks who that may be. */
export async function learnChoices() {
  if (loginService().logins) {
    all = account() ? account().participants : [];
    return;
  }
  const known = await maybe("/v1/accounts");
  all = known ? known.accounts.map(one => one.participant).filter(one => !one.includes(">")) : [];
}

/** Whether requests about one's own, or as a role, have a chance. */
export const mayAsk = () => !loginService().logins || account() !== null;
