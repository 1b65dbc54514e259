package org.commonwatt.cli.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.commonwatt.model.SettlementBatch;

/**
 * A market in this process: the rules of every market, their commands and events in the bytes of
 * the log, and the rules of the settlement contract over a map. There is no broker, no database and
 * no chaincode, and nothing is written to a disk.
 */
final class ScenarioMarket {
  private final MarketStateMachine machine = new MarketStateMachine();
  private final MemoryLedger ledger =
      new MemoryLedger(
          new MemoryChain(), MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.NONE);
  private final SettlementLedger contract = new SettlementLedger(ledger);
  private final RegistryLedger registry = new RegistryLedger(ledger);
  private final Consumer<Event> watch;
  private final List<StoredRecord> commands = new ArrayList<>();
  private final List<StoredRecord> events = new ArrayList<>();
  private final List<SettlementBatch> settled = new ArrayList<>();
  private final List<AuctionEntry> auctions = new ArrayList<>();
  private Hash previous = Hash.ZERO;
  private long sequence;
  private long registered;

  /**
   * A market in which nothing has happened.
   *
   * @param watch is told every event
   */
  ScenarioMarket(Consumer<Event> watch) {
    this.watch = watch;
  }

  /** Applies a command, and posts the batches of what it settled; returns its events. */
  List<Event> apply(Command command) {
    return apply(List.of(command));
  }

  /** Applies commands, in frames as long as the log takes; returns all their events. */
  List<Event> apply(List<? extends Command> all) {
    List<Event> told = new ArrayList<>();
    for (int from = 0; from < all.size(); from += CommandFrame.MAX_ENTRIES) {
      frame(all.subList(from, Math.min(all.size(), from + CommandFrame.MAX_ENTRIES)), told);
    }
    List<SettlementBatch> batches = List.copyOf(settled);
    settled.clear();
    for (SettlementBatch batch : batches) {
      SubmitOutcome.Committed committed = committed(contract.post(batch), batch.batchId());
      frame(
          List.of(
              new Command.ConfirmBatch(
                  batch.batchId(), committed.transactionId(), committed.blockNumber())),
          new ArrayList<>());
    }
    return told;
  }

  /** How many events there are. */
  long events() {
    return sequence;
  }

  /** Registers what is left, and has all recomputed from the log and compared with the ledger. */
  Audited audit() {
    register(List.of());
    return new Audited(Audit.verify(AuditInput.of(commands, events, ledger)), previous);
  }

  /**
   * What the audit said.
   *
   * @param lastEvent hash of the last event that it saw
   */
  record Audited(AuditReport report, Hash lastEvent) {}

  private void frame(List<? extends Command> all, List<Event> told) {
    long offset = commands.size();
    List<CommandFrame.Entry> entries = new ArrayList<>();
    all.forEach(one -> entries.add(new CommandFrame.Entry(CommandOrigin.NONE, one)));
    CommandFrame frame = new CommandFrame("scenario", offset, entries);
    commands.add(new StoredRecord(offset, CommandCodec.encode(QinghaiRules.MARKET, frame)));
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      List<Event> ofCommand = new ArrayList<>();
      machine.apply(entries.get(i), ofCommand::add);
      for (int index = 0; index < ofCommand.size(); index++) {
        Event event = ofCommand.get(index);
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(offset, i, index, ofCommand.size(), ++sequence, previous, event));
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
        take(all.get(i), event);
        told.add(event);
      }
    }
    events.add(new StoredRecord(offset, EventCodec.encodeFrame(QinghaiRules.MARKET, stored)));
  }

  private void take(Command command, Event event) {
    watch.accept(event);
    LogPlace place = new LogPlace(sequence, previous);
    if (event instanceof Event.RulebookActivated
        && command instanceof Command.ActivateRulebook activate) {
      register(List.of(RulebookEntry.of(activate.rulebook(), place)));
    } else if (event instanceof Event.AuctionCleared cleared) {
      auctions.add(new AuctionEntry(cleared.slot(), place));
      if (auctions.size() == RegistryEntries.MOST) {
        register(List.of());
      }
    } else if (event instanceof Event.SlotSettled slot) {
      settled.add(slot.batch());
    } else if (event instanceof Event.SlotRevised run) {
      settled.add(run.batch());
    }
  }

  private void register(List<RulebookEntry> rulebooks) {
    if (registered < sequence) {
      committed(
          registry.post(
              new RegistryEntries(
                  QinghaiRules.MARKET,
                  registered + 1,
                  sequence,
                  events.size(),
                  rulebooks,
                  List.copyOf(auctions))),
          "events to " + sequence);
      registered = sequence;
      auctions.clear();
    }
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome, String what) {
    if (outcome instanceof SubmitOutcome.Committed committed) {
      return committed;
    }
    throw new IllegalStateException(what + " was not booked: " + outcome);
  }
}
