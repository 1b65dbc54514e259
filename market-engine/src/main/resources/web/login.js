import {get, post, useToken, hasToken, news} from "./api.js";
/*
 * Who is logged in: by code flow with PKCE (RFC 7636) at the provider that the service names, or by an API key.
 */
const KEPT = "commonwatt-login"; // until the provider has sent the browser back
let about = {logins: false, provider: null};
let who = null;

const base64url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const redirectUri = () => location.origin + "/";

/** What the service says of logins: logins, and provider or null. */
export const loginService = () => about;
/** Account, role, participants and scopes of who is logged in; null: nobody. */
export const account = () => who;
/** The role of who is logged in; null: nobody. */
export const role = () => who ? who.role : null;

/** Goes to the provider; the page that is shown is kept for the way back. */
export async function logIn() {
  const provider = (await get("/v1/login")).provider; // it may have come up since
  if (!provider || !provider.authorizationEndpoint) throw new Error("no-provider");
  const kept = {verifier: random(), state: random(), nonce: random(), page: location.hash};
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(kept.verifier));
  const to = new URL(provider.authorizationEndpoint);
  for (const [name, value] of Object.entries({response_type: "code", client_id: provider.clientId, scope: "openid",
    redirect_uri: redirectUri(), state: kept.state, nonce: kept.nonce,
    code_challenge: base64url(hash), code_challenge_method: "S256"})) to.searchParams.set(name, value);
  location.assign(to);
}

/** Takes an API key as it was told. */
export async function logInByKey(key) {
  useToken(key);
  await learn();
}

export async function logOut() {
  useToken(null);
  await learn();
}

async function learn() {
  try {
    who = hasToken() ? await get("/v1/whoami") : null;
  } catch (e) {
    useToken(null);
    who = null;
    throw e;
  } finally {
    news.dispatchEvent(new CustomEvent("login"));
  }
}

async function exchange(sent) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);
  if (sent.get("error")) throw new Error(sent.get("error"));
  if (!kept || sent.get("state") !== kept.state) throw new Error("state");
  if (sent.get("iss") && sent.get("iss") !== about.provider.issuer) throw new Error("issuer");
  if (kept.page) history.replaceState(null, "", "/" + kept.page);
  const body = await post("/v1/login/token",
    {code: sent.get("code"), verifier: kept.verifier, redirectUri: redirectUri(), nonce: kept.nonce});
  await logInByKey(body.accessToken);
}

/** Asks how one logs in, and ends a login that was begun; throws what went wrong with that. */
export async function startLogin() {
  const sent = new URLSearchParams(location.search);
  if (sent.has("state")) history.replaceState(null, "", "/"); // so that no code stays in the history
  about = await get("/v1/login");
  if (sent.has("state") && about.provider) await exchange(sent);
}

/** A login that the service ended. */
export function forget() { if (!hasToken()) who = null; }
