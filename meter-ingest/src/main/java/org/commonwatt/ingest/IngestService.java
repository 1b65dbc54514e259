package org.commonwatt.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.commonwatt.ingest.spool.Spool;
import org.commonwatt.ingest.spool.SpoolAppend;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;

/**
 * Polls meters and brings their readings to the log: poll → validate → spool → publish.
 *
 * <p>A poll ends when its readings are in the spool; a thread of its own publishes them in order.
 * After the readings of an instant comes its tick, which says that there are no more of it. A
 * meter's sequence and hash chain go on across restarts. After a crash some records may reach the
 * log twice; the reader drops doubles by (meter, time).
 */
public final class IngestService implements ReadingTaker, AutoCloseable {
  /** An upper estimate of a reading with its frame, to refuse a poll before it is made. */
  private static final int RECORD_BYTES = 1_024;

  private final IngestOptions options;
  private MeterInput input;
  private final EdgeValidator validator;
  private final Spool spool;
  private final MeterChains chains;
  private final SpoolDrain drain;
  private final FailureLog failureLog = new FailureLog();
  private volatile IngestListener listener = IngestListener.NONE;

  /** Guards chains and the end of the spool: readings are handed in while meters are asked. */
  private final Object writing = new Object();

  private IngestService(
      IngestOptions options, MeterInput input, EdgeValidator validator, ReadingSink sink)
      throws IOException {
    this.options = options;
    this.input = input;
    this.validator = validator;
    this.spool = Spool.open(options.spool());
    try {
      this.chains = MeterChains.load(MeterChains.file(options.spool().directory()));
      this.drain = new SpoolDrain(spool, sink, options.retryPause(), replay());
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  /**
   * Opens the spool, goes on from what it holds, and begins to publish.
   *
   * @param options market, spool, patience
   * @param input the meters; closed with the service
   * @param validator judges readings before they are spooled
   * @param sink takes the records; called from one thread
   * @throws IOException when the spool or the meters' state cannot be read
   */
  public static IngestService open(
      IngestOptions options, MeterInput input, EdgeValidator validator, ReadingSink sink)
      throws IOException {
    IngestService service = new IngestService(options, input, validator, sink);
    service.drain.start();
    return service;
  }

  /**
   * Polls all meters for an instant and spools what they say, then the tick of the instant.
   *
   * @param timeMillis instant, UTC; later than those before
   * @return what was read, or that the spool is full and nothing was polled
   * @throws IOException when the disk fails; nothing of the poll counts then
   * @throws InterruptedException when the calling thread was interrupted
   */
  public synchronized PollOutcome poll(long timeMillis) throws IOException, InterruptedException {
    int records = input.size() + 1;
    synchronized (writing) {
      prune();
      if (spool.isFullFor((long) records * RECORD_BYTES, records)) {
        return new PollOutcome.SpoolFull(spool.usedBytes(), options.spool().capacityBytes());
      }
    }
    List<Sample> samples = input.sample(timeMillis);
    synchronized (writing) {
      ReadingRound round = new ReadingRound(options, validator, chains);
      samples.forEach(sample -> round.add(sample, timeMillis));
      if (append(round, round.recordsWithTick(timeMillis)) instanceof SpoolAppend.Full full) {
        return new PollOutcome.SpoolFull(full.usedBytes(), full.capacityBytes());
      }
      PollOutcome.Spooled outcome = round.outcome(timeMillis);
      failureLog.report(outcome);
      tell(outcome);
      return outcome;
    }
  }

  /** {@inheritDoc} No tick follows: the next poll's says that they are there. */
  @Override
  public Optional<List<Judged>> take(List<RawReading> readings) throws IOException {
    if (readings.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException("at most " + MOST_AT_ONCE + " readings at once");
    }
    synchronized (writing) {
      prune();
      ReadingRound round = new ReadingRound(options, validator, chains);
      readings.forEach(round::add);
      if (append(round, round.records()) instanceof SpoolAppend.Full) {
        return Optional.empty();
      }
      tell(round.outcome(0));
      return Optional.of(round.judged());
    }
  }

  @Override
  public OptionalLong latest(String meter) {
    synchronized (writing) {
      LastReading last = chains.last(meter);
      return last == null ? OptionalLong.empty() : OptionalLong.of(last.shown().timeMillis());
    }
  }

  /** Has somebody told of every reading from now on. */
  public void listen(IngestListener next) {
    listener = next;
  }

  /** Bytes of records that the log does not have yet. */
  public long waitingBytes() {
    return spool.end() - spool.acknowledged();
  }

  /** Bytes on disk, published ones that are not deleted yet included. */
  public long spoolBytes() {
    return spool.usedBytes();
  }

  /** What the spool's files may take, bytes. */
  public long spoolCapacityBytes() {
    return options.spool().capacityBytes();
  }

  /**
   * Goes on with other meters, or with the same at other places, from the next poll on. A poll
   * under way ends before; sequences and hash chains go on.
   *
   * @param next reads them; closed with the service
   */
  public synchronized void replace(MeterInput next) {
    input.close();
    input = next;
  }

  /** The latest instant whose tick the log has stored; {@code Long.MIN_VALUE} before the first. */
  public long publishedThrough() {
    return drain.publishedThrough();
  }

  /**
   * Waits until everything up to an instant is in the log.
   *
   * @param timeMillis instant that was polled
   * @param timeout longest wait
   * @return false when the time ran out
   * @throws InterruptedException when the calling thread was interrupted
   */
  public boolean awaitPublished(long timeMillis, Duration timeout) throws InterruptedException {
    return drain.awaitPublished(timeMillis, timeout);
  }

  /** Stops publishing and polling; what is not published stays in the spool. */
  @Override
  public void close() throws IOException {
    drain.close();
    synchronized (this) {
      input.close();
      synchronized (writing) {
        chains.store();
        spool.close();
      }
    }
  }

  /** What the meters' next readings are chained to must outlive the records that say it. */
  private void prune() throws IOException {
    if (spool.canPrune()) {
      chains.store();
      spool.prune();
    }
  }

  private SpoolAppend append(ReadingRound round, List<OutgoingRecord> records) throws IOException {
    SpoolAppend appended = spool.append(records.stream().map(OutgoingRecord::toSpool).toList());
    if (appended instanceof SpoolAppend.Appended) {
      round.next().forEach(chains::advance);
      drain.wake();
    }
    return appended;
  }

  private void tell(PollOutcome.Spooled outcome) {
    IngestListener told = listener;
    outcome.accepted().forEach(told::accepted);
    outcome.rejected().forEach(told::refused);
    outcome.failures().forEach(told::failed);
  }

  /** Brings the chains up to what is in the spool; returns the latest published tick. */
  private long replay() throws IOException {
    long acknowledged = spool.acknowledged();
    long[] publishedThrough = {Long.MIN_VALUE};
    spool.replay(
        entry -> {
          OutgoingRecord outgoing = OutgoingRecord.fromSpool(entry.payload());
          advance(outgoing);
          if (entry.endPosition() <= acknowledged) {
            publishedThrough[0] = Math.max(publishedThrough[0], SpoolDrain.tickTime(outgoing));
          }
        });
    return publishedThrough[0];
  }

  private void advance(OutgoingRecord outgoing) {
    if (outgoing.kind() == OutgoingRecord.Kind.READING
        && ReadingCodec.decode(outgoing.bytes(), options.keyring())
            instanceof ReadingRecord.Reading record) {
      String meter = outgoing.meter();
      byte[] chained = ReadingCodec.chained(outgoing.bytes());
      chains.advance(meter, LastReading.of(record.reading(), chained, chains.last(meter)));
    }
  }
}
