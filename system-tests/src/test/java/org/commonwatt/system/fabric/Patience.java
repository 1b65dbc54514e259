package org.commonwatt.system.fabric;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.commonwatt.system.Eventually;

/** Waits for what a network of processes does in its own time. */
final class Patience {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Patience() {}

  /** Waits until something holds, and fails when it never does. */
  static void await(String what, BooleanSupplier condition) {
    Eventually.holds(what, LIMIT, condition::getAsBoolean);
  }
}
