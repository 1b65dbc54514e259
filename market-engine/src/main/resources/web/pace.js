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
    if (timer === null) timer = setTimeout(() => run().catch(failed), wait);
    return Promise.resolve();
  };
  paced.now = run;
  paced.stop = () => clearTimeout(timer);
  return paced;
}
