package org.commonwatt.core;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** How far ahead of the slots that are open the market takes what was metered. */
final class SlotHorizon {
  /** It is taken of slots that start less than so long after the last slot that is open. */
  static final int HOURS = 744;

  private static final long MILLIS = HOURS * 3_600_000L;

  private final SlotSchedule schedule;
  private final int backlog;

  /**
   * That of a market.
   *
   * @param backlog how much the slots that are not open yet, and of which something is metered,
   *     weigh
   */
  SlotHorizon(SlotSchedule schedule, int backlog) {
    this.schedule = schedule;
    this.backlog = backlog;
  }

  /** Why nothing is taken of a slot; null when it is near enough. */
  @Nullable Rejection refusal(DeliverySlot slot, Rules rules) {
    return isTooFar(slot, rules)
        ? new Rejection(
            RejectionCode.SLOT_NOT_OPEN,
            "slot "
                + slot
                + " opens in more than "
                + HOURS
                + " hours, or after more slots than may wait with positions: report it when it has"
                + " been metered and nearer slots are open")
        : null;
  }

  /**
   * What is metered of slots that open only later is kept, too: so they must not be of any time.
   */
  private boolean isTooFar(DeliverySlot slot, Rules rules) {
    long next = schedule.nextStartMillis();
    if (slot.startMillis() <= next) {
      return false;
    }
    long ahead = slot.startMillis() - next; // no market begins before 1970, so it fits
    return ahead >= MILLIS || ahead / slot.lengthMillis() * Backlog.weight(rules) >= backlog;
  }
}
