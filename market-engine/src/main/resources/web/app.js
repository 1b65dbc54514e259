import {h, put} from "./dom.js";
import {languageCode, languages, loadWords, t, word} from "./text.js";
import {get, news, Refusal, Unreachable, needsLogin} from "./api.js";
import {account, forget, loginService, logIn, logInByKey, logOut, role, startLogin} from "./login.js";
import {follow, live, streamState} from "./live.js";
import {dayTime, useMarket, zone} from "./units.js";
import {act, acting, choices, learnChoices} from "./acting.js";
import {news as automatic, runsFor, switchOff} from "./strategy.js";
import {homeOf, isFor, PAGES} from "./pages.js";
/* The frame of all pages: who is logged in, how fresh what is shown is, language, colours, and the way between pages. */

const THEMES = ["auto", "light", "dark"], KEPT_THEME = "commonwatt-theme";
const parts = {};
let shown = null; // {page, parameter, view}
let running = false, again = false;

function theme(next) {
  if (next) localStorage.setItem(KEPT_THEME, next);
  const kept = localStorage.getItem(KEPT_THEME) || "auto";
  document.documentElement.dataset.theme = kept;
  return kept;
}

function choice(label, values, chosen, take) {
  const select = h("select", {"aria-label": label, onchange: event => take(event.target.value)},
    values.map(([value, name]) => h("option", {value, selected: value === chosen}, name)));
  return select;
}

/** Builds the frame anew, as after a change of language. */
function frame() {
  parts.status = h("span", {class: "badge", role: "status", id: "health"});
  parts.clock = h("span", {class: "clock", id: "clock"});
  parts.nav = h("nav", {"aria-label": t("shell.pages")});
  parts.automatic = h("a", {class: "badge good", id: "auto-mark", href: "#/orders"}, t("auto.mark"));
  parts.who = h("div", {class: "who", id: "login"});
  parts.notice = h("div", {id: "notice", role: "alert"});
  parts.main = h("main", {id: "main", tabindex: "-1"});
  document.body.replaceChildren(
    h("a", {class: "skip", href: "#main", onclick: event => { event.preventDefault(); parts.main.focus(); }}, t("shell.skip")),
    h("header", {},
      h("div", {class: "bar"},
        h("a", {class: "brand", href: "#/market"}, "Commonwatt"),
        parts.clock, parts.status,
        h("div", {class: "tools"},
          choice(t("shell.language"), Object.entries(languages()), languageCode(), async code => {
            await loadWords(code);
            frame();
            await show();
          }),
          choice(t("shell.theme"), THEMES.map(one => [one, t("theme." + one)]), theme(), theme))),
      h("div", {class: "bar second"}, parts.nav, parts.automatic, parts.who)),
    parts.notice, parts.main,
    h("footer", {},
      h("p", {id: "frame-note"}),
      h("ul", {},
        h("li", {}, h("a", {href: "/docs"}, t("shell.docs"))),
        h("li", {}, h("a", {href: "/openapi.yaml"}, t("shell.openapi"))),
        h("li", {}, h("a", {href: "/v1/market"}, t("shell.rules"))))));
  status();
  whoIs();
  navigation();
  markAutomatic();
}

/** Whoever looks at another page sees, too, that automatic orders are on. */
function markAutomatic() {
  parts.automatic.hidden = !runsFor();
}

function status() {
  const state = streamState();
  parts.status.textContent = t("state." + state);
  parts.status.className = "badge " + {live: "good", connecting: "", stale: "warn", offline: "bad"}[state];
  parts.main.classList.toggle("old", state === "stale" || state === "offline");
}

function navigation() {
  const own = PAGES.filter(page => !page.hidden && isFor(page, role(), loginService().logins));
  parts.nav.replaceChildren(...own.map(page => h("a", {href: "#/" + page.path,
    "aria-current": shown && shown.page === page ? "page" : null}, t(page.title))));
}

function whoIs() {
  const about = loginService(), who = account();
  const demo = about.provider && about.provider.builtIn;
  const take = one => {
    if (runsFor() && runsFor() !== one) switchOff(runsFor(), "acting").catch(tell);
    act(one);
    show();
  };
  if (!about.logins) {
    put(parts.who, h("span", {class: "badge warn", id: "who"}, t("login.nobody-asks")),
      h("label", {}, t("login.acting"), " ", h("input", {id: "acting", list: "known", size: "12", value: acting() || "", autocomplete: "off", spellcheck: "false",
        onchange: event => take(event.target.value.trim())})),
      h("datalist", {id: "known"}, choices().map(value => h("option", {value}))));
    return;
  }
  const actor = choices().length > 1
    ? h("label", {}, t("login.acting"), " ", choice(t("login.acting"), choices().map(one => [one, one]), acting(), take)) : null;
  put(parts.who,
    demo ? h("span", {class: "badge warn", title: t("login.demo-why")}, t("login.demo")) : null,
    h("span", {id: "who", role: "status"}, who ? t("login.as", {account: who.account, role: word("role", who.role)}) : t("login.none")),
    actor,
    who ? h("button", {id: "log-out", type: "button", onclick: () => logOut()}, t("login.out"))
      : h("button", {id: "log-in", type: "button", class: "main", onclick: beginLogin}, t("login.in")),
    who ? null : keyForm());
}

/** A login by an API key, for who has no provider of logins. */
function keyForm() {
  const field = h("input", {type: "password", autocomplete: "off", id: "key", "aria-label": t("login.key"), spellcheck: "false"});
  const form = h("form", {onsubmit: async event => {
    event.preventDefault();
    try {
      await logInByKey(field.value.trim());
    } catch (e) {
      tell(e);
    }
  }}, field, h("button", {type: "submit"}, t("login.by-key")));
  return h("details", {class: "key-login"}, h("summary", {}, t("login.with-key")), form);
}

async function beginLogin() {
  try {
    await logIn();
  } catch (e) {
    tell(e.message === "no-provider" ? t("login.no-provider") : e);
  }
}

/** Says what went wrong, or a text; null takes it away. */
export function tell(problem) {
  if (!parts.notice) return;
  if (!problem) { parts.notice.replaceChildren(); return; }
  const close = h("button", {type: "button", class: "close", "aria-label": t("shell.close"), onclick: () => tell(null)}, "×");
  const texts = problem instanceof Refusal
    ? [h("strong", {}, problem.code + ": "), h("span", {lang: "en"}, problem.message + " " + problem.hint)]
    : [problem instanceof Unreachable ? t("error.unreachable") : problem instanceof Error ? t("error.other", {what: problem.message}) : problem];
  parts.notice.replaceChildren(h("div", {class: "notice"}, h("p", {}, ...texts), close));
}

function wanted() {
  const found = /^#\/([a-z-]+)(?:\/(.*))?$/.exec(location.hash);
  const page = found && PAGES.find(one => one.path === found[1]);
  return {page: page || PAGES.find(one => one.path === homeOf(role())), parameter: page && found[2] ? decodeURIComponent(found[2]) : ""};
}

/** Shows the page that the address names. */
async function show(moved) {
  const {page, parameter} = wanted();
  if (shown && shown.view && shown.view.close) shown.view.close();
  const mine = shown = {page, parameter, view: null};
  document.title = t(page.title) + " – Commonwatt";
  navigation();
  if (!isFor(page, role(), loginService().logins)) {
    parts.main.replaceChildren(h("h1", {tabindex: "-1"}, t(page.title)), h("p", {class: "empty"}, t("login.page-needs")));
    return;
  }
  parts.main.replaceChildren(h("p", {class: "empty", "aria-busy": "true"}, t("state.loading")));
  try {
    const view = await (await page.load()).open({parameter, participant: acting(), tell});
    if (mine !== shown) {
      if (view.close) view.close();
      return;
    }
    mine.view = view;
    parts.main.replaceChildren(h("h1", {tabindex: "-1"}, view.title || t(page.title)), view.node);
    if (moved) parts.main.querySelector("h1").focus();
    await refresh();
  } catch (e) {
    if (mine === shown) fail(e);
  }
}

function fail(e) {
  if (needsLogin(e)) tell(t("login.page-needs"));
  else tell(e);
  if (!shown.view) {
    parts.main.replaceChildren(h("p", {class: "empty"}, t("error.nothing")),
      h("button", {type: "button", onclick: () => show()}, t("error.again")));
  }
}

/** Asks anew for what the page shows; while that lasts, once more at most. */
async function refresh(channels) {
  if (running) { again = true; return; }
  if (!shown || !shown.view || document.hidden) return;
  running = true;
  try {
    await shown.view.refresh(channels);
    if (parts.failed) tell(null);
    parts.failed = false;
  } catch (e) {
    parts.failed = true;
    fail(e);
  } finally {
    running = false;
    if (again) { again = false; setTimeout(refresh, 300); }
  }
}

/** Who has logged in comes from the public pages to those of its role. */
function goHome() {
  if (role() && !wanted().page.roles || !location.hash) history.replaceState(null, "", "#/" + homeOf(role()));
}

async function learnMarket() {
  const rules = await get("/v1/market");
  useMarket(rules);
  document.getElementById("frame-note").textContent = t("shell.note", {market: rules.market, ledger: rules.ledger, zone: zone()});
}

async function start() {
  theme();
  await loadWords();
  frame();
  let problem = null;
  try {
    await startLogin();
  } catch (e) {
    problem = e;
  }
  goHome();
  live.addEventListener("state", status);
  live.addEventListener("time", event => {
    if (event.detail) parts.clock.textContent = t("shell.clock", {time: dayTime(event.detail)});
  });
  live.addEventListener("changed", async event => {
    if (event.detail.has("all")) await begin().catch(() => {});
    else refresh(event.detail);
  });
  automatic.addEventListener("changed", markAutomatic);
  automatic.addEventListener("ended", event => tell(t("auto.ended-" + event.detail.why)));
  news.addEventListener("login", async () => {
    forget();
    await learnChoices().catch(() => {});
    whoIs();
    goHome();
    show();
  });
  addEventListener("hashchange", () => { tell(null); show(true); });
  document.addEventListener("visibilitychange", () => refresh());
  await begin().catch(tell);
  if (problem) tell(t("login.failed", {why: problem.message}));
  follow();
}

/** Learns the market, and shows the page; again after an interruption. */
async function begin() {
  await learnMarket();
  await learnChoices();
  whoIs();
  if (shown && shown.view) await refresh();
  else await show();
}

start();
