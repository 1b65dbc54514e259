package org.commonwatt.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
public final class IngestService implements AutoCloseable {
  /** An upper estimate of a reading with its frame, to refuse a poll before it is made. */
  private static final int RECORD_BYTES = 1_024;

  private final IngestOptions options;
  private final MeterPoller poller;
  private final EdgeValidator validator;
  private final Spool spool;
  private final MeterChains chains;
  private final SpoolDrain drain;
  private final FailureLog failureLog = new FailureLog();

  private IngestService(
      IngestOptions options, MeterPoller poller, EdgeValidator validator, ReadingSink sink)
      throws IOException {
    this.options = options;
    this.poller = poller;
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
   * @param poller the meters; closed with the service
   * @param validator judges readings before they are spooled
   * @param sink takes the records; called from one thread
   * @throws IOException when the spool or the meters' state cannot be read
   */
  public static IngestService open(
      IngestOptions options, MeterPoller poller, EdgeValidator validator, ReadingSink sink)
      throws IOException {
    IngestService service = new IngestService(options, poller, validator, sink);
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
    if (spool.canPrune()) {
      // What the meters' next readings are chained to must outlive the records that say it.
      chains.store();
      spool.prune();
    }
    int records = poller.meters().size() + 1;
    if (spool.isFullFor((long) records * RECORD_BYTES, records)) {
      return new PollOutcome.SpoolFull(spool.usedBytes(), options.spool().capacityBytes());
    }
    PollRound round = new PollRound(options, validator, chains, timeMillis);
    poller.poll(timeMillis).forEach(round::add);
    List<byte[]> payloads = round.recordsWithTick().stream().map(OutgoingRecord::toSpool).toList();
    if (spool.append(payloads) instanceof SpoolAppend.Full full) {
      return new PollOutcome.SpoolFull(full.usedBytes(), full.capacityBytes());
    }
    round.next().forEach(chains::advance);
    drain.wake();
    PollOutcome.Spooled outcome = round.outcome();
    failureLog.report(outcome);
    return outcome;
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
      poller.close();
      chains.store();
      spool.close();
    }
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
      chains.advance(outgoing.meter(), LastReading.of(record.reading(), outgoing.bytes()));
    }
  }
}
