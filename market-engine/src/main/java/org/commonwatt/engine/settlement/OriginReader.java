package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.core.origin.OriginBook;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a market's events from the beginning and gives the runs of guarantees of origin that the
 * ledger does not have yet. What a revised run and an area follow from may stand anywhere before,
 * so nothing less than the whole log will do.
 */
final class OriginReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Set<Integer> KINDS =
      Set.of(
          EventCodec.RULEBOOK_ACTIVATED,
          EventCodec.METER_POINT_ASSIGNED,
          EventCodec.CONTINUOUS_TRADE,
          EventCodec.BILL_PART,
          EventCodec.SLOT_SETTLED,
          EventCodec.SLOT_REVISED,
          EventCodec.BATCH_RECORDED);

  private final RegistrySubmitter.Source source;
  private final RecordReader reader;
  private final OriginBook book = new OriginBook();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> recorded = new HashSet<>(); // batches whose runs wait
  private final Map<String, List<OriginLots.Lot>> stocks; // after the last run
  private OriginLedger.@Nullable Head last; // the ledger's last run, until its batch is met
  private boolean begun;
  private long sequence;

  /** A run that is not on the ledger, and the number of the event that gives it. */
  private record Waiting(OriginRun run, long sequence) {}

  /**
   * How far the ledger is.
   *
   * @param head its last run
   * @param stocks what storages keep after it, by account
   */
  record Recorded(Optional<OriginLedger.Head> head, Map<String, List<OriginLots.Lot>> stocks) {}

  OriginReader(
      RegistrySubmitter.Source source, Recorded recorded, List<SourceDeclaration> declared) {
    this.source = source;
    this.last = recorded.head().orElse(null);
    this.stocks = recorded.stocks();
    declared.forEach(book::declared);
    this.reader = source.log().events();
    reader.seek(0);
  }

  /** A source that was declared since; it holds for slots that are not settled yet. */
  void declared(SourceDeclaration declaration) {
    book.declared(declaration);
  }

  /** Reads on, as far as there is something to read at once. */
  void readOn() {
    for (LogEntry record : reader.poll(POLL)) {
      List<byte[]> events = EventCodec.splitFrame(record.value());
      for (byte[] event : events) {
        if (KINDS.contains(EventCodec.kind(event))) {
          take(EventCodec.decodeEvent(event, source.keyring()));
        }
      }
      sequence = EventCodec.place(events.get(events.size() - 1)).sequence();
    }
  }

  /** The next run whose batch is on the ledger; null while there is none. */
  @Nullable OriginRun next() {
    Waiting first = waiting.peek();
    return first != null && recorded.contains(first.run().batchId()) ? first.run() : null;
  }

  /** The next run is on the ledger. */
  void posted() {
    recorded.remove(waiting.remove().run().batchId());
  }

  /** Number of the last event that was read. */
  long sequence() {
    return sequence;
  }

  /** Number of the last event up to which all runs are on the ledger. */
  long covered() {
    Waiting first = waiting.peek();
    return first == null ? sequence : first.sequence() - 1;
  }

  /** Id of the batch of the ledger's last run while it was not met; then nothing can follow it. */
  @Nullable String unmet() {
    return last == null ? null : last.batchId();
  }

  @Override
  public void close() {
    reader.close();
  }

  private void take(EventEnvelope envelope) {
    if (envelope.event() instanceof RulebookActivated) {
      book.activated(ActivatedRulebooks.of(envelope, source));
    } else if (envelope.event() instanceof BatchRecorded batch) {
      if (waiting.stream().anyMatch(one -> one.run().batchId().equals(batch.batchId()))) {
        recorded.add(batch.batchId());
      }
    } else {
      OriginRun run = book.take(envelope.event());
      if (run != null) {
        take(run, envelope.sequence());
      }
    }
  }

  private void take(OriginRun run, long place) {
    OriginLedger.Head head = last;
    if (head != null) {
      begun = run.batchHash().equals(head.batchHash());
      last = begun ? null : head;
      if (begun) {
        book.kept(stocks);
      }
    } else if (begun || book.hasBegun(run.slot())) {
      begun = true;
      waiting.add(new Waiting(run, place));
    }
  }
}
