package org.commonwatt.audit;

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

  StatedBatch confirmed(BatchRecorded event) {
    return new StatedBatch(batch, place, event);
  }
}
