package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a settled slot is settled again from corrected positions, and when for the last time; and
 * who bears the losses that only corrected figures may show.
 *
 * @param revisedHours so long after its initial settlement a slot has a revised run, if corrections
 *     have come since the run before; ascending, at most {@value #MAX_REVISED_RUNS}, may be empty
 * @param finalHours so long after its initial settlement a slot has its final run, more than all of
 *     those, at most {@value #MAX_FINAL_HOURS}; until then corrected positions are taken
 * @param initialHours so long after its end a slot is settled without the positions that are
 *     missing, which are assumed; 0: it waits for them, at most {@value #MAX_INITIAL_HOURS}
 * @param losses who bears what is lost in the grid, null in a market that does not settle it
 * @param storage how storage services are settled, null in a market where they are paid outside
 */
public record SettlementRules(
    List<Integer> revisedHours,
    int finalHours,
    int initialHours,
    @Nullable LossRules losses,
    @Nullable StorageRules storage) {
  /** The most revised runs at set hours. */
  public static final int MAX_REVISED_RUNS = 16;

  /** The longest time until the final run: a week. */
  public static final int MAX_FINAL_HOURS = 168;

  /** Without losses. */
  public SettlementRules(List<Integer> revisedHours, int finalHours) {
    this(revisedHours, finalHours, 0, null, null);
  }

  /** The longest time that a slot waits for positions: a week. */
  public static final int MAX_INITIAL_HOURS = 168;

  /** Checks the hours; the message says what to change. */
  public SettlementRules {
    revisedHours = List.copyOf(revisedHours);
    if (revisedHours.size() > MAX_REVISED_RUNS) {
      throw new IllegalArgumentException(
          "settlement: revisedHours names at most " + MAX_REVISED_RUNS + " runs");
    }
    if (finalHours > MAX_FINAL_HOURS) {
      throw new IllegalArgumentException("settlement: finalHours must be 1 to " + MAX_FINAL_HOURS);
    }
    if (initialHours < 0 || initialHours > MAX_INITIAL_HOURS) {
      throw new IllegalArgumentException(
          "settlement: initialHours must be 0 to " + MAX_INITIAL_HOURS);
    }
    int before = 0;
    for (int hours : revisedHours) {
      requireLater(before, hours);
      before = hours;
    }
    requireLater(before, finalHours);
  }

  /** The same with losses. */
  public SettlementRules withLosses(@Nullable LossRules other) {
    return new SettlementRules(revisedHours, finalHours, initialHours, other, storage);
  }

  /** The same with another time after which missing positions are assumed. */
  public SettlementRules withInitialHours(int other) {
    return new SettlementRules(revisedHours, finalHours, other, losses, storage);
  }

  /** The same with storage services. */
  public SettlementRules withStorage(@Nullable StorageRules other) {
    return new SettlementRules(revisedHours, finalHours, initialHours, losses, other);
  }

  private static void requireLater(int before, int hours) {
    if (hours <= before) {
      throw new IllegalArgumentException(
          "settlement: revisedHours must ascend from 1, and finalHours must be more than all of"
              + " them");
    }
  }
}
