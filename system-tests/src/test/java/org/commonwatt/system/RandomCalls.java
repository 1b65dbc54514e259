package org.commonwatt.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.commonwatt.model.Command;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;

/** Dispatch calls of two storage units, mostly as they should be. */
final class RandomCalls {
  private final Random random;
  private final long slotMillis;
  private final Map<String, Event.UnitCalled> asked = new HashMap<>(); // by call
  private int begun;

  RandomCalls(long seed, long slotMillis) {
    this.random = new Random(seed);
    this.slotMillis = slotMillis;
  }

  boolean isNext() {
    return random.nextInt(4) == 0;
  }

  /** Remembers whom a call has called last. */
  void see(Event event) {
    if (event instanceof Event.UnitCalled called) {
      asked.put(called.call(), called);
    }
  }

  /**
   * A call, a price, an answer or a cancellation.
   *
   * @param slot start of the slot of now
   * @param unit one of the units
   * @param owner its owner
   * @param area its area
   */
  Command next(long slot, String unit, String owner, String area) {
    String id = "call-" + (oneIn(3) ? begun + 1 : 1 + random.nextInt(begun + 1));
    Event.UnitCalled now = asked.get(id);
    if (oneIn(8)) {
      return new Command.SetCallPrice(
          oneIn(10) ? "stranger" : owner, unit, oneIn(20) ? -1 : random.nextInt(4) * 100_000);
    } else if (now == null) {
      begun++;
      return new Command.CallStorage(oneIn(12) ? owner : "operator", call(id, slot, area));
    } else if (oneIn(10)) {
      return new Command.CancelCall("operator", id, oneIn(10) ? "" : "clouds");
    }
    boolean accept = !oneIn(3);
    return new Command.AnswerCall(
        oneIn(12) ? owner : now.owner(),
        id,
        oneIn(12) ? unit : now.unit(),
        accept,
        accept != oneIn(15) ? "" : "maintenance");
  }

  private DispatchCall call(String id, long slot, String area) {
    long from = slot + slotMillis * (oneIn(12) ? 0 : 1 + random.nextInt(8));
    long energy = 1 + random.nextInt(800);
    return new DispatchCall(
        id,
        oneIn(20) ? "nowhere" : area,
        from,
        from + slotMillis * (oneIn(20) ? -1 : 1 + random.nextInt(4)),
        oneIn(30) ? 0 : oneIn(3) ? energy : -energy,
        List.of(0L, 100_000L, 250_000L, 324_700L).get(random.nextInt(4)),
        1 + random.nextInt(40),
        "too much sun");
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
