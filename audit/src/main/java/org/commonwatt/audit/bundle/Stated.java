package org.commonwatt.audit.bundle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SettlementBatch;

/** What records of events say that a manifest repeats. */
final class Stated {
  private final Keyring keyring;
  private final List<String> rulebooks = new ArrayList<>();
  private final Map<String, SettlementBatch> settled = new LinkedHashMap<>();
  private final Map<String, BatchRecorded> recorded = new HashMap<>();
  private final Set<Long> confirmed = new HashSet<>(); // starts of slots
  private String lastEvent = "0 " + "0".repeat(64);

  Stated(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * Takes a record.
   *
   * @throws org.commonwatt.log.codec.CodecException when it cannot be read
   */
  void accept(StoredRecord record) {
    for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
      EventEnvelope envelope = EventCodec.decodeEvent(bytes, keyring);
      lastEvent = envelope.sequence() + " " + EventCodec.hash(bytes).hex();
      Event event = envelope.event();
      if (event instanceof Event.RulebookActivated activated) {
        rulebooks.add(activated.version() + " " + activated.documentHash().hex());
      } else if (event instanceof Event.SlotSettled slot) {
        settled.put(slot.batch().batchId(), slot.batch());
      } else if (event instanceof Event.SlotRevised slot) {
        settled.put(slot.batch().batchId(), slot.batch());
      } else if (event instanceof BatchRecorded confirmation) {
        recorded.put(confirmation.batchId(), confirmation);
        SettlementBatch batch = settled.get(confirmation.batchId());
        if (batch != null && batch.isInitial()) {
          confirmed.add(batch.slot().startMillis());
        }
      }
    }
  }

  /** Whether the batch of the last slot is confirmed. */
  boolean reaches(SlotRange slots) {
    return confirmed.contains(slots.to().toEpochMilli());
  }

  /** Whether a batch of the first slot is confirmed. */
  boolean begins(SlotRange slots) {
    return confirmed.contains(slots.from().toEpochMilli());
  }

  /** The highest block that a confirmation names, -1 without any. */
  long highestBlock() {
    return recorded.values().stream().mapToLong(BatchRecorded::blockNumber).max().orElse(-1);
  }

  Manifest.Content content(SlotRange slots) {
    List<Manifest.BatchLine> lines = new ArrayList<>();
    for (SettlementBatch batch : settled.values()) {
      BatchRecorded where = recorded.get(batch.batchId());
      if (slots.contains(batch.slot().startMillis()) && where != null) {
        lines.add(
            new Manifest.BatchLine(
                batch.batchId(),
                batch.billRoot().hex(),
                where.transactionId(),
                where.blockNumber()));
      }
    }
    return new Manifest.Content(rulebooks, lines, lastEvent);
  }
}
