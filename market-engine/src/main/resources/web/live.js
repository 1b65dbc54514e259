/*
 * The public stream: says what has changed, so that a page asks again for what it shows. It comes back by itself, for ever, and
 * then everything counts as changed. What is one's own is asked for over HTTP: a browser's socket has no header for a login.
 */
const FIRST_WAIT = 500, LONGEST_WAIT = 10000, SILENCE = 5000;
export const live = new EventTarget(); // "state", "time", and "changed" with a set of channels
let state = "connecting", wait = FIRST_WAIT, heard = 0, socket = null, timer = null;
const pending = new Set();

/** connecting, live, stale (nothing is heard), offline. */
export const streamState = () => state;

function become(next) {
  if (state === next) return;
  state = next;
  live.dispatchEvent(new CustomEvent("state"));
}

/** Changes are told together, at most once a second: ten thousand a minute are sixty. */
function changed(channel) {
  pending.add(channel);
  if (timer) return;
  timer = setTimeout(() => {
    timer = null;
    const told = new Set(pending);
    pending.clear();
    live.dispatchEvent(new CustomEvent("changed", {detail: told}));
  }, 1000);
}

function take(message) {
  if (message.type === "snapshot" || message.type === "delta") {
    if (message.channel === "time") live.dispatchEvent(new CustomEvent("time", {detail: message.marketTime}));
    else changed(message.changes && message.changes.length ? "changes" : message.channel); // trades fell away
  }
}

function open() {
  const opened = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/v1/stream`);
  socket = opened;
  opened.onopen = () => {
    wait = FIRST_WAIT;
    heard = Date.now();
    become("live");
    // Those that need a login here are refused, which is no matter: slots tell when to look.
    for (const channel of ["time", "slots", "auctions", "trades"]) opened.send(JSON.stringify({op: "subscribe", id: channel, channel}));
    changed("all");
  };
  opened.onmessage = event => {
    heard = Date.now();
    if (state !== "live") become("live");
    take(JSON.parse(event.data));
  };
  opened.onclose = () => {
    if (socket !== opened) return;
    become(navigator.onLine ? "stale" : "offline");
    setTimeout(open, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
}

/** Begins to follow, for as long as the page is open. */
export function follow() {
  open();
  setInterval(() => {
    if (state === "live" && Date.now() - heard > SILENCE) {
      become("stale");
      socket.close();
    }
  }, 1000);
  addEventListener("online", () => { wait = FIRST_WAIT; changed("all"); });
  addEventListener("offline", () => become("offline"));
}
