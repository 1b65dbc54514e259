package org.commonwatt.core.storage;

/**
 * Slots in a row.
 *
 * @param from first, from 0
 * @param to first behind them, above {@code from}
 */
public record Window(int from, int to) {
  /** Checks that it has slots. */
  public Window {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("no slots from " + from + " to " + to);
    }
  }

  /** Number of slots. */
  public int slots() {
    return to - from;
  }

  /** Whether a slot is one of them. */
  public boolean has(int slot) {
    return slot >= from && slot < to;
  }
}
