package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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

  /** Long enough for a stream to open on a busy machine. */
  private static final Duration QUIET = Duration.ofSeconds(3);

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

  @Option(names = "--exit", description = "End when no event has come for 3 seconds.")
  private boolean exit;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = {
        "How long to wait for a peer that was lost; then the command ends with exit code 3.",
        "A minute unless given, longer than a peer takes to start again."
      })
  private int patience;

  @Override
  public Integer call() {
    if (patience < 0) {
      throw new UserError("--patience is a number of seconds, not " + patience);
    }
    try (Ledger ledger = FabricLedger.open(connection(), Deadlines.DEFAULT);
        LedgerEvents events = ledger.events(begin(checkpoint))) {
      ledger.height(); // says at once when the network is down or refuses this client
      follow(ledger, events, spec.commandLine().getOut());
      return 0;
    } catch (FabricException | LedgerException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private FabricConnection connection() {
    return FabricConnection.read(
        NetworkControl.of(folder.network()).connection(Organisation.REGULATOR));
  }

  private void follow(Ledger ledger, LedgerEvents events, PrintWriter out) {
    long reached = System.nanoTime();
    while (!StopSignal.isStopping()) {
      Optional<LedgerEvent> next = events.next(exit ? QUIET : LOOK);
      if (next.isPresent()) {
        show(next.get(), out, checkpoint);
        reached = System.nanoTime();
      } else {
        reached = lastReached(ledger, reached);
        if (exit) {
          return;
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
      if (exit) {
        throw e;
      }
      if (System.nanoTime() - before > TimeUnit.SECONDS.toNanos(patience)) {
        throw new UserError("the peer has been away for " + patience + " s: " + e.getMessage(), e);
      }
      return before;
    }
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
