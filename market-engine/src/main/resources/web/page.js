"use strict";
const $ = id => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
let market = null;
/*
 * The login: code flow with PKCE (RFC 7636). The token stays in this page's memory and goes out in a header only:
 * no cookie, so no page of others can act for who is logged in; a reload forgets it.
 */
let token = null;
const KEPT = "commonwatt-login"; // until the provider has sent the browser back
const base64url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const headers = () => token ? {Accept: "application/json", Authorization: "Bearer " + token} : {Accept: "application/json"};
const redirectUri = () => location.origin + "/";
async function logIn(provider) {
  const kept = {verifier: random(), state: random(), nonce: random()};
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(kept.verifier));
  const to = new URL(provider.authorizationEndpoint);
  for (const [name, value] of Object.entries({response_type: "code", client_id: provider.clientId, scope: "openid",
    redirect_uri: redirectUri(), state: kept.state, nonce: kept.nonce,
    code_challenge: base64url(hash), code_challenge_method: "S256"})) to.searchParams.set(name, value);
  location.assign(to);
}
async function exchange(sent, provider) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);
  if (sent.get("error")) throw new Error("the provider says " + sent.get("error"));
  if (!kept || sent.get("state") !== kept.state) throw new Error("this login was not begun here");
  if (sent.get("iss") && sent.get("iss") !== provider.issuer) throw new Error("another provider answered");
  const answer = await fetch("/v1/login/token", {method: "POST", headers: {"Content-Type": "application/json"},
    body: JSON.stringify({code: sent.get("code"), verifier: kept.verifier, redirectUri: redirectUri(), nonce: kept.nonce})});
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  token = body.accessToken;
}
async function showWho() {
  const answer = token ? await fetch("/v1/whoami", {headers: headers()}) : null;
  const body = answer ? await answer.json() : null;
  if (answer && !answer.ok) token = null;
  $("who").textContent = token ? `Logged in as ${body.account} (${body.role})` : "Not logged in.";
  $("log-in").hidden = Boolean(token);
  $("log-out").hidden = !token;
  if (answer && !answer.ok) throw new Error(body.detail);
}
async function startLogin() {
  const sent = new URLSearchParams(location.search);
  if (sent.has("state")) history.replaceState(null, "", "/"); // so that no code stays in the history
  const about = await (await fetch("/v1/login", {headers: headers()})).json();
  if (!about.logins || !about.provider) return;
  const provider = about.provider;
  $("login").hidden = false;
  $("login-note").textContent = provider.builtIn
    ? provider.name + ": no provider of logins is configured." : "Logins by " + provider.name + ".";
  $("log-in").onclick = async () => {
    const now = (await (await fetch("/v1/login")).json()).provider;
    if (now.authorizationEndpoint) await logIn(now);
    else $("login-note").textContent = "The provider does not answer yet: try again in a moment.";
  };
  $("log-out").onclick = () => { token = null; showWho(); };
  try {
    if (sent.has("state")) await exchange(sent, provider);
    await showWho();
  } catch (e) {
    token = null;
    await showWho();
    $("login-note").textContent = "The login did not work: " + e.message + ".";
  }
}
async function get(path) {
  const answer = await fetch(path, {headers: headers()});
  const body = await answer.json();
  if (!answer.ok && path !== "/healthz") throw new Error(body.detail || String(answer.status));
  return body;
}
/* In a market with accounts this may be for who has a login, of an active account: null for others. */
const LOGIN_ONLY = "For who has a login only.";
async function maybe(path) {
  const answer = await fetch(path, {headers: headers()});
  const body = await answer.json();
  if (![401, 403].includes(answer.status) && body.code !== "ACCOUNT_NOT_ACTIVE" && !answer.ok) throw new Error(body.detail || String(answer.status));
  return answer.ok ? body : null;
}
async function rows(path, list) {
  const body = await maybe(path);
  return {of: body ? body[list] : [], none: body ? null : LOGIN_ONLY};
}
const offset = () => market ? market.timing.utcOffsetMinutes * 60000 : 0;
const local = iso => new Date(Date.parse(iso) + offset());
const two = n => String(n).padStart(2, "0");
const hm = iso => { const d = local(iso); return two(d.getUTCHours()) + ":" + two(d.getUTCMinutes()); };
const ymd = iso => local(iso).toISOString().slice(0, 10);
const whole = new Intl.NumberFormat("en");
const kwh = wh => (wh / 1000).toFixed(wh < 100000 ? 2 : 1);
const price = micro => micro === null || micro === undefined ? "–" : (micro / 1e6).toFixed(4);
/* Nano amounts may pass 2^53: BigInt, rounded half away from zero to the cent for reading only. */
function money(nano) {
  const n = BigInt(nano), abs = n < 0n ? -n : n, cents = (abs + 5000000n) / 10000000n;
  return (n < 0n && cents > 0n ? "−" : "") + (cents / 100n) + "." + two(Number(cents % 100n));
}
function node(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function table(target, caption, columns, rows, none) {
  if (!rows.length) { $(target).replaceChildren(node("p", {class: "empty"}, none)); return; }
  const cls = c => c.right ? {class: "n"} : {};
  $(target).replaceChildren(node("table", {},
    node("caption", {}, caption),
    node("thead", {}, node("tr", {}, ...columns.map(c => node("th", {scope: "col", ...cls(c)}, c.name)))),
    node("tbody", {}, ...rows.map(row =>
      node("tr", {}, ...columns.map(c => node("td", cls(c), String(c.of(row)))))))));
}
function svg(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
function tariffAt(minute) {
  let found = market.tariff[0];
  for (const step of market.tariff) if (step.fromMinute <= minute) found = step;
  return found;
}
/* Phases of a slot whose energy does not flow yet. */
const AHEAD = new Set(["OPEN", "CLEARED", "CONTINUOUS", "CLOSED"]);
const COLOURS = ["var(--accent)", "var(--second)", "var(--buy)", "var(--third)"];
const colour = area => COLOURS[[...market.areas].sort().indexOf(area) % COLOURS.length];
const priceIn = (slot, area) => {
  const found = slot.areas.find(a => a.area === area);
  return found ? found.priceMicroPerKwh : null;
};
const flowOn = (slot, link) => {
  const found = slot.links.find(l => l.from === link.from && l.to === link.to);
  return found ? kwh(found.flowWh) : "–";
};
function chart(slots) {
  const cleared = slots.filter(s => s.phase !== "OPEN");
  if (!cleared.length || !market) return;
  const begun = cleared.filter(s => !AHEAD.has(s.phase));
  const day = ymd((begun.length ? begun : cleared)[(begun.length || cleared.length) - 1].slotStart);
  const today = cleared.filter(s => ymd(s.slotStart) === day);
  const W = Math.max(300, $("chart").clientWidth), H = W < 600 ? 220 : 300, left = 46, right = 12, top = 20, bottom = 28;
  const minute = s => { const d = local(s.slotStart); return d.getUTCHours() * 60 + d.getUTCMinutes(); };
  const tariffs = market.tariff.flatMap(t => [t.retailMicroPerKwh, t.feedInMicroPerKwh]);
  const all = today.flatMap(s => s.areas.map(a => a.priceMicroPerKwh)).filter(p => p !== null).concat(tariffs);
  const low = Math.min(0, ...all), high = Math.max(...all) * 1.08 || 1;
  const x = m => left + (W - left - right) * m / 1440;
  const y = p => top + (H - top - bottom) * (1 - (p - low) / (high - low));
  const root = svg("svg", {viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label":
    `Auction prices of ${day} in ${market.areas.join(", ")}. The slots are in the table of last auctions and at /v1/slots.`});
  const step = (high - low) / 4;
  for (let i = 0; i <= 4; i++) {
    const p = low + i * step;
    root.append(svg("line", {class: "rule", x1: left, x2: W - right, y1: y(p), y2: y(p)}),
      svg("text", {x: left - 8, y: y(p) + 4, "text-anchor": "end"}, (p / 1e6).toFixed(2)));
  }
  for (let h = 0; h <= 24; h += W < 600 ? 6 : 3)
    root.append(svg("text", {x: x(h * 60), y: H - 8, "text-anchor": h === 24 ? "end" : "middle"}, two(h) + ":00"));
  const most = Math.max(1, ...today.map(s => s.volumeWh || 0)), width = x(market.timing.slotMinutes) - x(0);
  for (const s of today) if (s.volumeWh) {
    const tall = (H - top - bottom) * 0.9 * s.volumeWh / most;
    root.append(svg("rect", {class: "bar", x: x(minute(s)) + .5, width: Math.max(1, width - 1), y: H - bottom - tall, height: tall}));
  }
  for (const [field, cls] of [["retailMicroPerKwh", "retail"], ["feedInMicroPerKwh", "feedin"]]) {
    let path = "";
    for (let m = 0; m <= 1440; m += 15) {
      const v = y(tariffAt(Math.min(m, 1439))[field]);
      const before = m ? y(tariffAt(m - 1)[field]) : v;
      path += (m ? "L" + x(m) + " " + before + "L" : "M") + x(m) + " " + v;
    }
    root.append(svg("path", {class: cls, d: path}));
  }
  for (const area of [...market.areas].sort()) for (const [cls, wanted] of [["quote", s => !s.volumeWh], ["price", s => s.volumeWh > 0]]) {
    let path = "", joined = false;
    for (const s of today) {
      const found = priceIn(s, area), drawn = found !== null && wanted(s);
      if (drawn) {
        const from = x(minute(s)), at = y(found);
        path += (joined ? "L" : "M") + from + " " + at + "L" + (from + width) + " " + at;
      }
      joined = drawn;
    }
    if (path) root.append(svg("path", {class: cls, d: path, style: "stroke:" + colour(area)}));
  }
  root.append(svg("text", {x: left, y: top - 8}, `${market.currency} per kWh, ${day}`));
  $("chart").replaceChildren(root);
}
function health(h) {
  const badge = $("health");
  badge.textContent = h.status === "ok" ? "market is running" : h.status + ": " +
    (h.engine.state === "LEADING" ? (h.troubles || []).join("; ") : h.engine.detail);
  badge.className = "badge" + (h.status === "ok" ? "" : h.status === "degraded" ? " warn" : " bad");
}
function figures(t) {
  const of = name => t.totals ? whole.format(t.totals[name]) : "–";
  $("f-orders").textContent = of("orders");
  $("f-trades").textContent = of("trades");
  $("f-energy").textContent = t.totals ? kwh(t.totals.tradedWh) + " kWh" : "–";
  $("f-settled").textContent = of("settledSlots");
  $("f-recorded").textContent = of("recordedSlots");
  if (t.marketTime) { $("clock").textContent = hm(t.marketTime); $("clock-date").textContent = ymd(t.marketTime) + ", local time of the market"; }
}
function rules() {
  $("f-members").textContent = whole.format(market.memberCount);
  $("market-line").textContent = `Market ${market.market}, areas ${market.areas.join(", ")}${market.links.map(l => `, link ${l.from} to ${l.to} (${kwh(l.minFlowWh)} to ${kwh(l.maxFlowWh)} kWh a slot, fee ${price(l.feeMicroPerKwh)} per kWh)`).join("")}, slots of ${market.timing.slotMinutes} minutes, auction ${market.timing.gateLeadMinutes} minutes before delivery${market.continuous ? `, continuous trading until ${market.continuous.gateClosureLeadMinutes} minutes before` : ""}, supplier ${market.supplier}, rulebook version ${market.rulebookVersion}.`;
  $("area-key").replaceChildren(...[...market.areas].sort().flatMap(area => [node("i", {style: "border-color:" + colour(area)}), area]),
    ": auction price (thin: nothing was traded)");
  $("ledger").hidden = false;
  $("ledger").textContent = "ledger: " + market.ledger;
}
async function tradesOf(slots) {
  const busy = slots.filter(s => s.volumeWh || s.continuousWh).slice(-4).reverse();
  const found = await Promise.all(busy.map(s => rows("/v1/slots/" + s.slotStart + "/trades?limit=10000", "trades")));
  return {of: found.flatMap(f => f.of.slice().reverse()).slice(0, 20), none: found.length ? found[0].none : null};
}
async function books(shown) {
  $("book-card").hidden = !market.continuous;
  if (!market.continuous) return;
  const slots = shown.of;
  const open = slots.filter(s => s.phase === "CONTINUOUS");
  const slot = open[0], book = slot ? await maybe("/v1/slots/" + slot.slotStart + "/book") : null;
  if (!book) {
    $("book-line").textContent = slot || shown.none ? LOGIN_ONLY : "No slot trades continuously at the moment.";
    $("books").replaceChildren();
    return;
  }
  $("book-line").textContent = `Slot ${hm(slot.slotStart)}, until ${hm(slot.gateClosure)}. Open orders by price in ${market.currency} per kWh, without names; energy in kWh. Orders that arrive trade with the best of them at once.`;
  $("books").replaceChildren(...book.areas.map(area => {
    const rows = [...area.sells.slice(0, 6).reverse().map(l => ["sell", l]), ...area.buys.slice(0, 6).map(l => ["buy", l])];
    const state = area.haltedUntil ? "halted until " + hm(area.haltedUntil)
      : "last price " + price(area.lastPriceMicroPerKwh);
    return node("div", {}, node("h3", {}, area.area + ", " + state),
      rows.length ? node("table", {}, node("thead", {}, node("tr", {},
          node("th", {scope: "col"}, "Side"), node("th", {scope: "col", class: "n"}, "Price"),
          node("th", {scope: "col", class: "n"}, "Energy"), node("th", {scope: "col", class: "n"}, "Orders"))),
        node("tbody", {}, ...rows.map(([side, l]) => node("tr", {},
          node("td", {class: "side " + side}, side), node("td", {class: "n"}, price(l.priceMicroPerKwh)),
          node("td", {class: "n"}, kwh(l.energyWh)), node("td", {class: "n"}, String(l.orders))))))
        : node("p", {class: "empty"}, "No open orders."));
  }));
}
async function refresh() {
  health(await get("/healthz"));
  figures(await get("/v1/time"));
  market = await get("/v1/market");
  rules();
  const shown = await rows("/v1/slots", "slots"), slots = shown.of;
  chart(slots);
  await books(shown);
  const cleared = slots.filter(s => s.phase !== "OPEN");
  const over = cleared.filter(s => !AHEAD.has(s.phase) && s.phase !== "DELIVERY");
  const done = slots.filter(s => s.phase === "RECORDED").length;
  $("progress").max = Math.max(1, over.length); $("progress").value = done;
  $("progress-label").textContent = `Recorded on the ledger: ${done} of the last ${over.length} delivered slots`;
  const unit = market.currency;
  table("auctions", `Latest first; times are local. Prices in ${unit} per kWh; flows and energy in kWh, a negative flow is reverse.`, [
    {name: "Slot", of: s => ymd(s.slotStart).slice(5) + " " + hm(s.slotStart)}, {name: "Phase", of: s => s.phase.toLowerCase()},
    ...[...market.areas].sort().map(area => ({name: area, right: true, of: s => price(priceIn(s, area))})),
    ...market.links.map(l => ({name: l.from + " → " + l.to, right: true, of: s => flowOn(s, l)})),
    {name: "Bought", right: true, of: s => s.volumeWh === null ? "–" : kwh(s.volumeWh)},
    ...(market.continuous ? [{name: "Afterwards", right: true, of: s => kwh(s.continuousWh)}] : [])], cleared.slice(-20).reverse(), shown.none || "None yet.");
  const traded = await tradesOf(slots);
  table("trades", "Of the last slots with trades.", [
    {name: "No.", right: true, of: t => t.tradeId}, {name: "Slot", of: t => hm(t.slotStart)},
    ...(market.continuous ? [{name: "In", of: t => t.phase}] : []),
    {name: "Seller", of: t => t.seller || "–"}, {name: "Buyer", of: t => t.buyer || "–"},
    {name: "kWh", right: true, of: t => kwh(t.energyWh)}, {name: unit + "/kWh", right: true, of: t => price(t.priceMicroPerKwh)}],
    traded.of, shown.none || traded.none || "None yet.");
  const bills = await rows("/v1/bills", "bills");
  table("bills", "Of all settled slots. Money received is positive; shown to the cent, computed exactly.", [
    {name: "Participant", of: b => b.participant}, {name: "From grid, kWh", right: true, of: b => kwh(b.importWh)},
    {name: "To grid, kWh", right: true, of: b => kwh(b.exportWh)}, {name: "Bought, kWh", right: true, of: b => kwh(b.boughtWh)},
    {name: "Sold, kWh", right: true, of: b => kwh(b.soldWh)}, {name: "Amount, " + unit, right: true, of: b => money(b.amountNano)}],
    bills.of, bills.none || "No slot is settled yet.");
  const batches = await rows("/v1/batches?limit=20", "batches");
  table("batches", "Each is a settlement run of one slot, of the latest slots; its root binds every bill line.", [
    {name: "Slot", of: b => ymd(b.slotStart).slice(5) + " " + hm(b.slotStart)}, {name: "Run", right: true, of: b => b.run}, {name: "Lines", right: true, of: b => b.billLineCount},
    {name: "Block", right: true, of: b => b.blockNumber === null ? "–" : b.blockNumber},
    {name: "Root", of: b => b.billRoot.slice(0, 12) + "…"}], batches.of, batches.none || "None yet.");
  const refused = await rows("/v1/readings/rejected?limit=20", "readings");
  table("rejected", "Kept, with the reason.", [
    {name: "Meter", of: r => r.meter || "?"}, {name: "Time", of: r => r.time ? hm(r.time) : "?"}, {name: "Reason", of: r => r.code}],
    refused.of, refused.none || "None.");
}
async function loop() {
  try { await refresh(); } catch (e) {
    if (e instanceof TypeError) { $("health").textContent = "the service does not answer"; $("health").className = "badge bad"; }
  }
  setTimeout(loop, document.hidden ? 10000 : 1500);
}
startLogin().catch(() => {}).finally(loop);
