package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.fabric.network.NetworkControl;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt fabric events}: follows what is posted, as the Regulator's peer sees it. */
@Command(
    name = "events",
    description = {
      "Follow the contracts' events of a running network, as the Regulator's peer commits them.",
      "One line each: block, transaction, name and payload. With --checkpoint a later run goes on",
      "where this one ended. A peer that is away is waited for, and not for ever."
    },
    mixinStandardHelpOptions = true)
final class FabricEventsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(500);

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  @Mixin
  private FabricCommand.Folder folder;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Begin after the event that this file names, and keep it up to date.")
  private @Nullable Path checkpoint;

  @Option(names = "--exit", description = "End after the last event that was there at the start.")
  private boolean exit;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = {
        "How long to wait for a peer that was lost, and with --exit for each event that is there;",
        "then the command ends with exit code 3.",
        "A minute unless given, longer than a peer takes to start again."
      })
  private int patience;

  @Override
  public Integer call() {
    if (patience < 0) {
      throw new UserError("--patience is a number of seconds, not " + patience);
    }
    LedgerCheckpoint after = begin(checkpoint);
    try (Ledger ledger = FabricLedger.open(connection(), Deadlines.DEFAULT)) {
      long height = ledger.height(); // says at once when the network is down or refuses us
      PrintWriter out = spec.commandLine().getOut();
      if (exit) {
        Optional<LedgerEvent> last = last(ledger, after, height);
        if (last.isPresent()) {
          showUpTo(last.get(), ledger, after, out);
        }
      } else {
        follow(ledger, after, out);
      }
      return 0;
    } catch (FabricException | LedgerException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private FabricConnection connection() {
    return FabricConnection.read(
        NetworkControl.of(folder.network()).connection(Organisation.REGULATOR));
  }

  /** The last event after a checkpoint in the blocks below a height, as these tell it. */
  static Optional<LedgerEvent> last(Ledger ledger, LedgerCheckpoint after, long height) {
    for (long number = height - 1; number >= after.blockNumber(); number--) {
      List<LedgerEvent> events = ledger.block(number).events();
      if (!events.isEmpty()) {
        return Optional.of(events.get(events.size() - 1))
            .filter(event -> !event.checkpoint().equals(after));
      }
    }
    return Optional.empty();
  }

  private void showUpTo(LedgerEvent last, Ledger ledger, LedgerCheckpoint after, PrintWriter out) {
    try (LedgerEvents events = ledger.events(after)) {
      long reached = System.nanoTime();
      while (!StopSignal.isStopping()) {
        Optional<LedgerEvent> next = events.next(LOOK);
        if (next.isPresent()) {
          show(next.get(), out, checkpoint);
          reached = System.nanoTime();
          if (next.get().equals(last)) {
            return;
          }
        } else if (isOver(reached)) {
          throw new UserError(
              "no event has come for %d s, but block %d has one, of transaction %s: try again"
                  .formatted(patience, last.blockNumber(), last.transactionId()));
        }
      }
    }
  }

  private void follow(Ledger ledger, LedgerCheckpoint after, PrintWriter out) {
    try (LedgerEvents events = ledger.events(after)) {
      long reached = System.nanoTime();
      while (!StopSignal.isStopping()) {
        Optional<LedgerEvent> next = events.next(LOOK);
        if (next.isPresent()) {
          show(next.get(), out, checkpoint);
          reached = System.nanoTime();
        } else {
          reached = lastReached(ledger, reached);
        }
      }
    }
  }

  /** The stream waits for a lost peer in silence: ask whether it is there, and not for ever. */
  private long lastReached(Ledger ledger, long before) {
    try {
      ledger.height();
      return System.nanoTime();
    } catch (LedgerException e) {
      if (isOver(before)) {
        throw new UserError("the peer has been away for " + patience + " s: " + e.getMessage(), e);
      }
      return before;
    }
  }

  private boolean isOver(long since) {
    return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(patience);
  }

  /** The line first: after a crash between the two it is shown again rather than never. */
  static void show(LedgerEvent event, PrintWriter out, @Nullable Path checkpoint) {
    out.println(
        "block %d %s %s %s"
            .formatted(event.blockNumber(), event.transactionId(), event.name(), event.payload()));
    out.flush();
    if (checkpoint != null) {
      Path half = checkpoint.resolveSibling(checkpoint.getFileName() + ".new");
      try {
        Files.writeString(half, event.checkpoint().text() + "\n");
        Files.move(half, checkpoint, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UserError("cannot write " + checkpoint + ": " + e.getMessage(), e);
      }
    }
  }

  /** Where a file says; at the beginning when there is none yet. */
  static LedgerCheckpoint begin(@Nullable Path checkpoint) {
    if (checkpoint == null || !Files.exists(checkpoint)) {
      return LedgerCheckpoint.START;
    }
    try {
      return LedgerCheckpoint.parse(Files.readString(checkpoint));
    } catch (IllegalArgumentException | IOException e) {
      throw new UserError(checkpoint + " holds no checkpoint: " + e.getMessage(), e);
    }
  }
}
