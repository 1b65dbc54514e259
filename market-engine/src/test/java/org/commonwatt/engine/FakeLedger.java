package org.commonwatt.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.jspecify.annotations.Nullable;

/**
 * The fake ledger in memory, which passes the ledgers' kits, failing when told to: faults cannot be
 * injected into the real ones from here.
 */
public final class FakeLedger implements LedgerFaults {
  /** How the API names the threads that ask the ledger. */
  public static final String API_THREADS = "questions-to-the-ledger";

  /** When all of its transactions are proposed: after everything that tests are about. */
  private static final Instant NOW = Instant.parse("2022-11-01T00:00:00Z");

  private final MemoryChain chain = new MemoryChain(() -> NOW);
  private final Ledger ledger =
      new MemoryLedger(chain, MemoryLedger.SUBMITTER, this, ConflictRetry.NONE);
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private volatile @Nullable CountDownLatch held;
  private int calls;
  private int unreachable;
  private int answersLost;
  private boolean idsLost;
  private int conflicts;

  /** The ledger, whose first conflict is the outcome of a call. */
  public Ledger ledger() {
    return ledger;
  }

  /** The next {@code count} calls fail before they reach the ledger. */
  public synchronized void failBefore(int count) {
    unreachable = count;
  }

  /** The next {@code count} submissions are in a block, and their answer is lost. */
  public synchronized void failAfter(int count) {
    answersLost = count;
    idsLost = false;
  }

  /** The same, and it is not even known under which id, as after a crash. */
  public synchronized void forgetAfter(int count) {
    answersLost = count;
    idsLost = true;
  }

  /** The next {@code count} transactions are found invalid. */
  public synchronized void invalidate(int count) {
    conflicts = count;
  }

  /** Names of the threads that asked the ledger. */
  public Set<String> threads() {
    return threads;
  }

  /** Lets questions of the API wait until the latch opens; null: no longer. */
  public void hold(@Nullable CountDownLatch until) {
    held = until;
  }

  /** Every transaction, the invalid ones too, in the order of the chain. */
  public List<LedgerTransaction> transactions() {
    List<LedgerTransaction> all = new ArrayList<>();
    chain.blocks().forEach(block -> all.addAll(block.transactions()));
    return all;
  }

  /** How often the ledger was asked for anything. */
  public synchronized int calls() {
    return calls;
  }

  /** Ids of the batches that the ledger took, in order. */
  public List<String> submitted() {
    return transactions().stream()
        .filter(one -> one.code().equals("VALID"))
        .filter(one -> one.call().contract().equals(SettlementLedger.CONTRACT))
        .map(one -> BatchJson.read(one.call().arguments().get(0)).batchId())
        .toList();
  }

  @Override
  public void reach() {
    String thread = Thread.currentThread().getName();
    threads.add(thread);
    CountDownLatch until = held;
    if (until != null && thread.startsWith(API_THREADS)) {
      try {
        until.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    count();
  }

  private synchronized void count() {
    calls++;
    if (unreachable > 0) {
      unreachable--;
      throw new LedgerException("injected: the ledger cannot be reached");
    }
  }

  @Override
  public synchronized boolean conflicts() {
    return conflicts > 0 && conflicts-- > 0;
  }

  @Override
  public synchronized void answer(String transactionId) {
    if (answersLost > 0) {
      answersLost--;
      LedgerException lost = new LedgerException("injected: the answer was lost");
      throw idsLost ? lost : new UnknownOutcomeException(transactionId, lost);
    }
  }
}
