package org.commonwatt.engine.head;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows log and ledger and has a tree head after each record that confirms a batch. It keeps
 * nothing: after a restart it reads the log again and comes to the same heads. Thread-safe.
 */
public final class TreeHeads implements AutoCloseable {
  /** How many heads it can still tell, the newest ones. */
  public static final int KEPT = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(TreeHeads.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Source source;
  private final EngineKey key;
  private final Worker worker;
  private final KeptHeads heads = new KeptHeads(KEPT);
  private volatile @Nullable String trouble;

  /**
   * What is followed.
   *
   * @param market id of the market
   * @param log its log
   * @param keyring opens what is sealed of bills
   * @param ledger has the blocks; only read, stays open when this closes
   */
  public record Source(String market, MarketLog log, Keyring keyring, Ledger ledger) {}

  /** Starts to follow. */
  public TreeHeads(Source source, EngineKey key, Workers workers) {
    this.source = source;
    this.key = key;
    this.worker = workers.start("tree-heads", new Following());
  }

  /** The newest head as the bytes of its file, empty before the first batch is confirmed. */
  public Optional<byte[]> newest() {
    return heads.newest().map(one -> one.write(key));
  }

  /**
   * The first head with at least so many confirmed batches, as the bytes of its file; empty when
   * fewer are confirmed, and when it is not kept any more. Batches that are confirmed by one record
   * have one head together.
   */
  public Optional<byte[]> of(long batches) {
    return heads.of(batches).map(one -> one.write(key));
  }

  /** Whether {@link #of} had a head, which is not kept any more. */
  public boolean isDropped(long batches) {
    return heads.isDropped(batches);
  }

  /** What keeps it from following, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    worker.close();
  }

  /** A head whose blocks may not be read yet. */
  private record Waiting(
      RunningTree.Head events, RunningTree.Head batches, long timeMillis, long blocks) {}

  private final class Following implements Work {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final RunningTree events = new RunningTree();
    private final RunningTree batches = new RunningTree();
    private final RunningTree blocks = new RunningTree();
    private final Map<String, SettlementBatch> settled = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<LogEntry> records = new ArrayDeque<>();
    private @Nullable RecordReader reader;
    private long timeMillis;
    private long wantedBlocks;
    private volatile boolean asking;
    private boolean ended;

    @Override
    public Pause step() {
      if (ended) {
        return Pause.UNTIL_WOKEN;
      }
      try {
        read();
        if (records.isEmpty()) {
          records.addAll(reader().poll(POLL));
        }
        while (!records.isEmpty() && waiting.isEmpty()) {
          take(records.removeFirst());
          read();
        }
        trouble = null;
        backoff.reset();
        return waiting.isEmpty() ? Pause.NONE : Pause.of(POLL); // the own peer is a little behind
      } catch (LedgerException | LogUnavailableException e) {
        Duration pause = backoff.afterFailure();
        trouble = "tree heads wait: " + e.getMessage();
        LOG.warn("{}; trying again in {} ms", trouble, pause.toMillis());
        return Pause.of(pause);
      } catch (RuntimeException e) {
        // A record may be taken by half: no head is better than a wrong one.
        LOG.error("tree heads end", e);
        trouble = "tree heads ended: " + e.getMessage();
        ended = true;
        heads.clear();
        return Pause.UNTIL_WOKEN;
      }
    }

    @Override
    public void end() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }

    private RecordReader reader() {
      RecordReader current = reader;
      if (current == null) {
        current = source.log().events();
        current.seek(0);
        reader = current;
      }
      return current;
    }

    private void take(LogEntry record) {
      long before = batches.size();
      for (byte[] event : EventCodec.splitFrame(record.value())) {
        events.append(event);
        if (EventCodec.isOfHeads(EventCodec.kind(event))) {
          tell(EventCodec.decodeEvent(event, source.keyring()).event());
        }
      }
      if (batches.size() > before) {
        waiting.add(new Waiting(events.head(), batches.head(), timeMillis, wantedBlocks));
      }
    }

    private void tell(Event event) {
      if (event instanceof Event.TimeAdvanced time) {
        timeMillis = time.timeMillis();
      } else if (event instanceof Event.SlotSettled slot) {
        settled.put(slot.batch().batchId(), slot.batch());
      } else if (event instanceof Event.SlotRevised run) {
        settled.put(run.batch().batchId(), run.batch());
      } else if (event instanceof Event.BatchRecorded recorded) {
        SettlementBatch batch = settled.remove(recorded.batchId());
        if (batch != null) {
          batches.append(leaf(batch, recorded));
          wantedBlocks = Math.max(wantedBlocks, recorded.blockNumber() + 1);
        }
      }
    }

    /** A ledger may be waited for in vain; the log's reader must not be interrupted. */
    @Override
    public boolean isInterruptible() {
      return asking;
    }

    private void read() {
      asking = true;
      try {
        drain();
      } finally {
        asking = false;
      }
    }

    private void drain() {
      while (!waiting.isEmpty()) {
        Waiting next = waiting.getFirst();
        if (next.blocks() > source.ledger().height()) {
          return;
        }
        for (long number = blocks.size(); number < next.blocks(); number++) {
          blocks.append(headerHash(source.ledger().block(number)).bytes());
        }
        heads.add(
            next.batches().size(),
            new SignedHead(
                source.market(), next.timeMillis(), next.events(), next.batches(), blocks.head()));
        waiting.removeFirst();
      }
    }
  }

  private static byte[] leaf(SettlementBatch batch, Event.BatchRecorded recorded) {
    String lines =
        "%s\n%s\n%s\n%d\n%s\n%d\n"
            .formatted(
                batch.batchId(),
                SettlementHashes.batch(batch).hex(),
                batch.billRoot().hex(),
                batch.billLineCount(),
                recorded.transactionId(),
                recorded.blockNumber());
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of the DER of number, previous hash and data hash; block 0 follows none. */
  private static Hash headerHash(LedgerBlock block) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    append(body, 0x02, BigInteger.valueOf(block.number()).toByteArray());
    append(body, 0x04, block.number() == 0 ? new byte[0] : block.previousHash().bytes());
    append(body, 0x04, block.dataHash().bytes());
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    append(header, 0x30, body.toByteArray());
    return Hash.of(header.toByteArray());
  }

  /** Tag, length, content: all parts of a header are short. */
  private static void append(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    out.write(content.length);
    out.writeBytes(content);
  }
}
