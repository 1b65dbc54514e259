package org.commonwatt.ledger.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.UnknownOutcomeException;

/** Puts transactions in blocks: whatever arrives while one is written goes into the next. */
final class Orderer implements AutoCloseable {
  private static final int MAX_PER_BLOCK = 500;

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final Function<List<Endorsed>, List<CommitStatus>> committer;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "embedded-ledger");
            made.setDaemon(true);
            return made;
          });

  /** Hands blocks to a committer, one at a time. */
  Orderer(Function<List<Endorsed>, List<CommitStatus>> committer) {
    this.committer = committer;
  }

  /** Waits until the transaction is in a block. */
  CommitStatus order(Endorsed transaction) {
    CompletableFuture<CommitStatus> outcome = new CompletableFuture<>();
    Waiting entry = new Waiting(transaction, outcome);
    waiting.add(entry);
    try {
      thread.execute(this::cut);
    } catch (RejectedExecutionException e) {
      // Unless a block that was begun before the close has taken it along.
      if (waiting.remove(entry)) {
        throw new LedgerException("the ledger is closed", e);
      }
    }
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw new UnknownOutcomeException(transaction.transactionId(), e);
    }
  }

  /** Finishes the blocks that are begun. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // Leaving now would close the file under a block that is being written.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut() {
    List<Waiting> block = new ArrayList<>();
    Waiting next = waiting.poll();
    while (next != null) {
      block.add(next);
      next = block.size() < MAX_PER_BLOCK ? waiting.poll() : null;
    }
    if (block.isEmpty()) {
      return;
    }
    try {
      List<CommitStatus> statuses =
          committer.apply(block.stream().map(Waiting::transaction).toList());
      for (int i = 0; i < block.size(); i++) {
        block.get(i).outcome().complete(statuses.get(i));
      }
    } catch (RuntimeException | Error e) {
      block.forEach(one -> one.outcome().completeExceptionally(e));
    }
  }

  private record Waiting(Endorsed transaction, CompletableFuture<CommitStatus> outcome) {}
}
