package org.commonwatt.cli.invoice;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.explain.LineQualities;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** The bill lines behind an invoice, which the log has and the ledger only binds. */
public final class InvoiceLines {
  private final String participant;
  private final Set<String> batchIds;
  private final BillParts parts = new BillParts();
  private final LineQualities qualities = new LineQualities();
  private final TreeMap<BillLine.Kind, Item> items = new TreeMap<>();
  private final Map<String, OfBatch> batches = new HashMap<>();

  private InvoiceLines(String participant, Collection<String> batchIds) {
    this.participant = participant;
    this.batchIds = new HashSet<>(batchIds);
  }

  /**
   * All lines of one kind.
   *
   * @param energyWh together, not negative
   * @param amountNano together, received is positive
   */
  public record Item(BillLine.Kind kind, long energyWh, long amountNano) {
    private Item with(BillLine line) {
      return new Item(
          kind,
          Math.addExact(energyWh, line.energyWh()),
          Math.addExact(amountNano, line.amountNano()));
    }
  }

  /**
   * The lines of a batch.
   *
   * @param amountNano together
   * @param quality the worst of what they rest on; null when they rest on no reading
   * @param erased how many more there were, which cannot be read any more
   */
  record OfBatch(BigInteger amountNano, @Nullable Quality quality, long erased) {
    private static final OfBatch NONE = new OfBatch(BigInteger.ZERO, null, 0);

    private OfBatch with(BillLine line, @Nullable Quality of) {
      Quality worst = quality == null || of == null ? of : Quality.worse(quality, of);
      return new OfBatch(
          amountNano.add(BigInteger.valueOf(line.amountNano())),
          worst == null ? quality : worst,
          erased);
    }
  }

  /**
   * Reads the lines of a participant in some batches.
   *
   * @param events the log's, from its beginning
   * @param batchIds ids of the batches
   * @throws org.commonwatt.log.codec.CodecException when an event cannot be read
   */
  public static InvoiceLines read(
      Iterable<StoredRecord> events,
      Keyring keyring,
      String participant,
      Collection<String> batchIds) {
    InvoiceLines lines = new InvoiceLines(participant, batchIds);
    for (StoredRecord record : events) {
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        EventEnvelope envelope = EventCodec.decodeEvent(bytes, keyring);
        Event event = lines.parts.join(envelope.event());
        if (event != null) {
          lines.event(envelope.sequence(), event);
        }
      }
    }
    return lines;
  }

  private void event(long sequence, Event event) {
    qualities.event(sequence, event);
    if (event instanceof Event.SlotSettled one) {
      take(one.batch(), 0, one.billLines(), one.erasedLines());
    } else if (event instanceof Event.SlotRevised one) {
      take(one.batch(), one.run(), one.billLines(), one.erasedLines());
    }
  }

  private void take(
      SettlementBatch batch, int run, List<BillLine> lines, List<ErasedLine> erasedLines) {
    if (!batchIds.contains(batch.batchId())) {
      return;
    }
    long erased = erasedLines.stream().filter(one -> one.participant().equals(participant)).count();
    batches.put(batch.batchId(), new OfBatch(BigInteger.ZERO, null, erased));
    for (BillLine line : lines) {
      if (line.participant().equals(participant)) {
        items.merge(
            line.kind(), new Item(line.kind(), 0, 0).with(line), (one, other) -> one.with(line));
        batches.put(batch.batchId(), of(batch.batchId()).with(line, qualities.of(line, run)));
      }
    }
  }

  /** What the lines are for, by kind. */
  public List<Item> items() {
    return new ArrayList<>(items.values());
  }

  /** How many lines cannot be read, because their key was erased. */
  public long erased() {
    return batches.values().stream().mapToLong(OfBatch::erased).sum();
  }

  /** The lines of a batch. */
  OfBatch of(String batchId) {
    return batches.getOrDefault(batchId, OfBatch.NONE);
  }
}
