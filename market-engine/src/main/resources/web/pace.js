/* So that a page of many questions does not ask them all whenever one thing changes. */

/**
 * A function that does something at most once in so many milliseconds: at once when it has not been done for so long, else when
 * they are over, once for all calls in between. "failed" takes what goes wrong later; "stop" on it drops what waits.
 */
export function atMostEvery(millis, what, failed) {
  let last = -Infinity, timer = null;
  const run = () => {
    clearTimeout(timer);
    timer = null;
    last = performance.now();
    return what();
  };
  const paced = () => {
    const wait = last + millis - performance.now();
    if (wait <= 0) return run();
    if (timer === null) timer = setTimeout(() => document.hidden ? paced.stop() : run().catch(failed), wait); // who comes back asks anew
    return Promise.resolve();
  };
  paced.now = run;
  paced.stop = () => {
    clearTimeout(timer);
    timer = null;
  };
  return paced;
}

/** For what is asked again and again: says what goes wrong once for a series of failures, and takes that back when it works again. */
export function toldOnce(tell) {
  let failing = false;
  return {well: () => {
    if (failing) tell(null);
    failing = false;
  }, ill: e => {
    if (!failing) tell(e);
    failing = true;
  }};
}
