/*
 * Requests to the market's API. The token of a login is in the memory of this page and goes out in a header only: there is no
 * cookie, so no page of others can act for who is logged in, and a reload forgets it.
 */
let token = null, purpose = "";
export const news = new EventTarget(); // "login" when who is logged in has changed

/** What somebody looks at the data of others for: it goes with each request from now on. */
export function usePurpose(given) { purpose = given; }
/** Takes a login, or null for none. */
export function useToken(given) { token = given; }
export const hasToken = () => token !== null;

/** What the service refused, in its words. */
export class Refusal extends Error {
  constructor(status, body) {
    super(body.detail || String(status));
    this.status = status;
    this.code = body.code || String(status);
    this.hint = body.hint || "";
    this.legs = body.legs || [];
  }
}

/** Nobody answered, so nobody knows whether anything was done. */
export class Unreachable extends Error {}

/** Asks; a body that is given is sent as JSON, a text as it is. Throws a Refusal, or Unreachable when nobody answers. */
export async function ask(method, path, body) {
  const headers = {Accept: "application/json"};
  if (purpose) headers["Commonwatt-Purpose"] = purpose;
  if (token) headers.Authorization = "Bearer " + token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {method, headers, credentials: "omit", cache: "no-store",
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body)});
  } catch (e) {
    throw new Unreachable(String(e));
  }
  const type = answer.headers.get("Content-Type") || "";
  const content = type.includes("json") ? await answer.json() : await answer.text();
  if (answer.ok) return content;
  if (answer.status === 401 && token) {
    token = null;
    news.dispatchEvent(new CustomEvent("login"));
  }
  throw new Refusal(answer.status, typeof content === "object" ? content : {});
}
export const get = path => ask("GET", path);
export const post = (path, body) => ask("POST", path, body);

/** The same as get, but null for what this login may not see. */
export async function maybe(path) {
  try {
    return await get(path);
  } catch (e) {
    if (e instanceof Refusal && [401, 403, 404].includes(e.status)) return null;
    throw e;
  }
}

/** Whether somebody is refused a login only, of data that are for who has one. */
export const needsLogin = e => e instanceof Refusal && (e.status === 401 || e.code === "ACCOUNT_NOT_ACTIVE");
/** A part of a path or a query. */
export const part = text => encodeURIComponent(text);
