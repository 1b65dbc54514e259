package org.commonwatt.audit;

import java.util.StringJoiner;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * Where a finding stands; what does not apply is null.
 *
 * @param offset offset of the record on {@code commands}, or on the topic that the finding's code
 *     names
 * @param commandIndex index of the command in its record, from 0
 * @param sequence the engine's sequence number of the event
 * @param slot delivery slot, as {@link DeliverySlot#toString()} writes it
 * @param batchId settlement batch
 * @param block block of the ledger
 */
public record Place(
    @Nullable Long offset,
    @Nullable Integer commandIndex,
    @Nullable Long sequence,
    @Nullable String slot,
    @Nullable String batchId,
    @Nullable Long block) {
  /** Nowhere in particular. */
  public static final Place NOWHERE = new Place(null, null, null, null, null, null);

  static Place record(long offset) {
    return new Place(offset, null, null, null, null, null);
  }

  static Place command(long offset, int commandIndex) {
    return new Place(offset, commandIndex, null, null, null, null);
  }

  static Place block(long number) {
    return new Place(null, null, null, null, null, number);
  }

  Place withSequence(long newSequence) {
    return new Place(offset, commandIndex, newSequence, slot, batchId, block);
  }

  Place withSlot(DeliverySlot newSlot) {
    return new Place(offset, commandIndex, sequence, newSlot.toString(), batchId, block);
  }

  Place withBatch(String newBatchId) {
    return new Place(offset, commandIndex, sequence, slot, newBatchId, block);
  }

  /** The parts that apply, such as {@code offset 12, command 0, event 41}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    append(text, "offset ", offset);
    append(text, "command ", commandIndex);
    append(text, "event ", sequence);
    append(text, "slot ", slot);
    append(text, "batch ", batchId);
    append(text, "block ", block);
    return text.toString();
  }

  private static void append(StringJoiner text, String word, @Nullable Object value) {
    if (value != null) {
      text.add(word + value);
    }
  }
}
