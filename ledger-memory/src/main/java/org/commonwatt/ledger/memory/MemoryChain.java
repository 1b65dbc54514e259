package org.commonwatt.ledger.memory;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;

/**
 * A fake's blocks and state, which all its clients share. One transaction to a block; a read of
 * what changed since makes it invalid, as on Fabric. Ids are counted and hashed, never drawn: the
 * same calls give the same blocks. Thread-safe.
 */
public final class MemoryChain {
  private static final byte[] NONE = new byte[0];

  private final TreeMap<String, MemoryState.Row> rows = new TreeMap<>();
  private final List<LedgerBlock> blocks = new ArrayList<>();
  private final Map<String, CommitStatus> statuses = new HashMap<>();
  private Hash last = Hash.ZERO;
  private long proposed;

  private final InstantSource clock;

  /** A chain without blocks, on which it is always the first instant of 1970. */
  public MemoryChain() {
    this(() -> Instant.EPOCH);
  }

  /**
   * A chain without blocks.
   *
   * @param clock gives transactions their time
   */
  public MemoryChain(InstantSource clock) {
    this.clock = clock;
  }

  /** What a simulation gave. */
  record Simulated(MemoryTransaction transaction, String result) {}

  /** Every block, in order. */
  public synchronized List<LedgerBlock> blocks() {
    return List.copyOf(blocks);
  }

  synchronized Simulated simulate(LedgerCall call, Caller caller) throws ContractCalls.Refused {
    String id = Hash.of(BigInteger.valueOf(proposed++).toByteArray()).hex();
    MemoryTransaction transaction = new MemoryTransaction(id, clock.millis(), call, caller);
    String result = ContractCalls.run(call, new MemoryState(rows, caller, transaction));
    return new Simulated(transaction, result);
  }

  /**
   * Judges a transaction and keeps it in a block of its own.
   *
   * @param overtaken whether to call it a conflict whatever it read
   */
  synchronized CommitStatus commit(MemoryTransaction transaction, boolean overtaken) {
    String code = overtaken ? "MVCC_READ_CONFLICT" : verdict(transaction);
    long number = blocks.size();
    if (code.equals(CommitStatus.VALID)) {
      transaction.writes.forEach((key, value) -> write(key, value, number));
      transaction.privateWrites.forEach((key, value) -> write(key, Optional.of(value), number));
    }
    byte[] envelope = transaction.envelope();
    List<LedgerTransaction> kept = List.of(transaction.kept(code));
    Hash data = Hash.of(envelope);
    blocks.add(new LedgerBlock(number, last, data, List.of(envelope), List.of(), kept));
    last = hash(number, last, data);
    CommitStatus status = new CommitStatus(transaction.id, number, code);
    statuses.put(transaction.id, status);
    notifyAll();
    return status;
  }

  synchronized Optional<CommitStatus> status(String transactionId) {
    return Optional.ofNullable(statuses.get(transactionId));
  }

  synchronized long height() {
    return blocks.size();
  }

  synchronized LedgerBlock block(long number) {
    if (number < 0 || number >= blocks.size()) {
      throw new IllegalArgumentException(
          "there is no block " + number + ", the height is " + blocks.size());
    }
    return blocks.get((int) number);
  }

  /** Something has changed that a waiting reader must look at. */
  synchronized void announce() {
    notifyAll();
  }

  /** Waits until a condition holds that a new block or {@link #announce} makes true. */
  synchronized boolean await(BooleanSupplier condition, long deadlineNanos) {
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException("interrupted while waiting for an event", e);
      }
    }
    return true;
  }

  private void write(String key, Optional<String> value, long block) {
    if (value.isPresent()) {
      rows.put(key, new MemoryState.Row(value.get(), block));
    } else {
      rows.remove(key);
    }
  }

  private String verdict(MemoryTransaction transaction) {
    for (Map.Entry<String, Optional<Long>> read : transaction.reads.entrySet()) {
      MemoryState.Row now = rows.get(read.getKey());
      if (!read.getValue().equals(now == null ? Optional.empty() : Optional.of(now.version()))) {
        return "MVCC_READ_CONFLICT";
      }
    }
    boolean same =
        transaction.ranges.entrySet().stream()
            .allMatch(one -> MemoryState.versions(rows, one.getKey()).equals(one.getValue()));
    return same ? CommitStatus.VALID : "PHANTOM_READ_CONFLICT";
  }

  /** SHA-256 of the DER of Fabric's block header. */
  private static Hash hash(long number, Hash previous, Hash data) {
    byte[] first = der(0x02, BigInteger.valueOf(number).toByteArray());
    byte[] second = der(0x04, number == 0 ? NONE : previous.bytes());
    byte[] third = der(0x04, data.bytes());
    int length = first.length + second.length + third.length;
    return Hash.of(new byte[] {0x30, (byte) length}, first, second, third);
  }

  /** Contents are shorter than 128 bytes, so their length is one byte. */
  private static byte[] der(int tag, byte[] content) {
    return ByteBuffer.allocate(2 + content.length)
        .put((byte) tag)
        .put((byte) content.length)
        .put(content)
        .array();
  }
}
