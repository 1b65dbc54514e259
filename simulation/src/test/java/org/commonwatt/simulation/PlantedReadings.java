package org.commonwatt.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.jspecify.annotations.Nullable;

/** Engines that read other commands than stand on the log, or with other keys. */
final class PlantedReadings {
  private static final int TICKS = 32;

  private PlantedReadings() {}

  /** Reads rulebooks without their guarantees, so that no order is checked against collateral. */
  static MarketLog losesGuarantees(MarketLog log) {
    return rulebooks(log, rules -> new Safeguards(null, rules.fallbacks()));
  }

  /** Reads rulebooks without their fallbacks, so that every auction is held, however late. */
  static MarketLog losesFallbacks(MarketLog log) {
    return rulebooks(log, rules -> new Safeguards(rules.guarantees()));
  }

  /** Reads rulebooks by which the grid operator pays nothing to those who lose energy. */
  static MarketLog paysNobody(MarketLog log) {
    return rulebooks(log, rules -> new Safeguards(rules.guarantees(), unpaid(rules.fallbacks())));
  }

  private static @Nullable Fallbacks unpaid(@Nullable Fallbacks rules) {
    Curtailment curtailment = rules == null ? null : rules.curtailment();
    return rules == null || curtailment == null
        ? rules
        : new Fallbacks(
            rules.operator(),
            rules.missedGate(),
            rules.gateToleranceSeconds(),
            rules.scheduleMinutes(),
            rules.cancelMinutes(),
            rules.bustMinutes(),
            new Curtailment(curtailment.order(), 0));
  }

  /** Reads limits of links as half of what they are. */
  static MarketLog halvesLimits(MarketLog log) {
    return rewritten(
        log,
        command ->
            command instanceof Command.LimitLink limit
                ? new Command.LimitLink(
                    limit.operator(),
                    limit.slotStartMillis(),
                    limit.from(),
                    limit.to(),
                    limit.minFlowWh() / 2,
                    limit.maxFlowWh() / 2,
                    limit.reason())
                : command);
  }

  /** Reads every mass cancel as one of all orders. */
  static MarketLog cancelsEverything(MarketLog log) {
    return rewritten(
        log,
        command ->
            command instanceof Command.CancelAll all
                ? new Command.CancelAll(all.participant(), null)
                : command);
  }

  /** Reads the time of dead man's switches as twice as long. */
  static MarketLog waitsLonger(MarketLog log) {
    return rewritten(
        log,
        command ->
            command instanceof Command.CancelAfter after && after.seconds() <= 300
                ? new Command.CancelAfter(after.participant(), 2 * after.seconds())
                : command);
  }

  /** Reads connections as four times as strong. */
  static MarketLog raisesLimits(MarketLog log) {
    return rewritten(
        log,
        command ->
            command instanceof Command.ReportCapability report
                ? new Command.ReportCapability(
                    report.participant(),
                    report.validFromMillis(),
                    4 * report.feedInW(),
                    4 * report.loadW())
                : command);
  }

  /** Takes whoever decides a dispute for the operator. */
  static MarketLog letsAnybodyDecide(MarketLog log) {
    return rewritten(
        log,
        command ->
            command instanceof Command.DecideDispute decide
                ? new Command.DecideDispute(
                    Community.OPERATOR, decide.participant(), decide.disputeId(), decide.ruling())
                : command);
  }

  /** Brings the positions of the last slot once, also when the market has refused them then. */
  static MarketLog bringsNothingTwice(MarketLog log) {
    Keyring keys = everyKey();
    return new PlantedBugs.Log(log) {
      @Override
      public RecordReader positions() {
        return new PlantedBugs.Reader(log.positions()) {
          @Override
          public List<LogEntry> poll(Duration timeout) {
            return reader.poll(timeout).stream().filter(entry -> !isRepeat(entry, keys)).toList();
          }
        };
      }
    };
  }

  /** The first records of all are those of the last slot. */
  private static boolean isRepeat(LogEntry entry, Keyring keys) {
    return entry.offset() >= Community.HOMES.size()
        && PositionCodec.decode(entry.value(), keys) instanceof PositionRecord.Position found
        && found.position().slot().equals(Community.slot(Community.SLOTS - 1))
        && found.position().version() == 1;
  }

  /** Takes whoever wants to take something back for the operator. */
  static MarketLog believesAnybody(MarketLog log) {
    return rewritten(log, PlantedReadings::byTheOperator);
  }

  private static Command byTheOperator(Command command) {
    String who = Community.OPERATOR;
    if (command instanceof Command.CancelAuction cancel) {
      return new Command.CancelAuction(who, cancel.slotStartMillis(), cancel.reason());
    } else if (command instanceof Command.BustTrade bust) {
      return new Command.BustTrade(who, bust.tradeId(), bust.reason());
    } else if (command instanceof Command.LimitLink limit) {
      return new Command.LimitLink(
          who,
          limit.slotStartMillis(),
          limit.from(),
          limit.to(),
          limit.minFlowWh(),
          limit.maxFlowWh(),
          limit.reason());
    }
    return command;
  }

  /** Opens everything with the newest key, also what an older one sealed. */
  static Keyring forgetsRetiredKeys(Keyring keys) {
    return new Keyring() {
      @Override
      public boolean seals() {
        return keys.seals();
      }

      @Override
      public @Nullable SealKey current(Subject subject) {
        return keys.current(subject);
      }

      @Override
      public @Nullable SealKey find(Subject subject, String keyId) {
        return keys.current(subject);
      }

      @Override
      public boolean isErased(Subject subject, String keyId) {
        return keys.isErased(subject, keyId);
      }
    };
  }

  /** Keeps snapshots, and never looks for one. */
  static SnapshotStore looksForNone(SnapshotStore disk) {
    return new SnapshotStore() {
      @Override
      public List<String> names() {
        return List.of();
      }

      @Override
      public InputStream open(String name) throws IOException {
        return disk.open(name);
      }

      @Override
      public void write(long sequence, Content content) throws IOException {
        disk.write(sequence, content);
      }

      @Override
      public int dropBefore(long sequence) throws IOException {
        return disk.dropBefore(sequence);
      }
    };
  }

  private static MarketLog rulebooks(MarketLog log, UnaryOperator<Safeguards> change) {
    return rewritten(
        log,
        command -> {
          if (command instanceof Command.ActivateRulebook activate) {
            Rulebook rules = activate.rulebook();
            Safeguards now = new Safeguards(rules.guarantees(), rules.fallbacks());
            return new Command.ActivateRulebook(rules.withSafeguards(change.apply(now)));
          }
          return command;
        });
  }

  /** Only frames with a command that changes are written anew: the others keep their seals. */
  static MarketLog rewritten(MarketLog log, UnaryOperator<Command> change) {
    Keyring keys = everyKey();
    return new PlantedBugs.Log(log) {
      @Override
      public RecordReader commands() {
        return new PlantedBugs.Reader(log.commands()) {
          @Override
          public List<LogEntry> poll(Duration timeout) {
            return reader.poll(timeout).stream()
                .map(entry -> new LogEntry(entry.offset(), rewritten(entry.value(), keys, change)))
                .toList();
          }
        };
      }
    };
  }

  /** The keys that members may get in a run: one more for each tick is more than enough. */
  private static Keyring everyKey() {
    SimulatedKeyring keys = new SimulatedKeyring();
    for (String home : Community.HOMES) {
      for (int i = 0; i < TICKS; i++) {
        keys.retire(Subject.participant(home));
      }
    }
    return keys;
  }

  private static byte[] rewritten(byte[] record, Keyring keys, UnaryOperator<Command> change) {
    CommandFrame frame = CommandCodec.decode(record, keys);
    List<CommandFrame.Entry> entries =
        frame.entries().stream()
            .map(entry -> new CommandFrame.Entry(entry.origin(), change.apply(entry.command())))
            .toList();
    return entries.equals(frame.entries())
        ? record
        : CommandCodec.encode(
            Community.MARKET,
            new CommandFrame(frame.appender(), frame.frameNumber(), entries),
            keys);
  }
}
