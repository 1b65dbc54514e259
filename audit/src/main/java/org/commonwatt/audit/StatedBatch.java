package org.commonwatt.audit;

import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the event log states it.
 *
 * @param batch the batch
 * @param place of its event
 * @param confirmation its confirmation on the log, null when there is none yet
 */
record StatedBatch(SettlementBatch batch, Place place, @Nullable BatchRecorded confirmation) {

  /** The batch of an event, null when it has none. */
  static @Nullable SettlementBatch of(Event event) {
    if (event instanceof Event.SlotSettled settled) {
      return settled.batch();
    }
    return event instanceof Event.SlotRevised revised ? revised.batch() : null;
  }

  StatedBatch confirmed(BatchRecorded event) {
    return new StatedBatch(batch, place, event);
  }
}
