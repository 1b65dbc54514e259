package org.commonwatt.system;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.SettlementWait;
import org.commonwatt.engine.snapshot.StateBytes;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.RegistryRelay;
import org.jspecify.annotations.Nullable;

/**
 * The core driven by random commands, and its log as the engine writes it: commands in frames,
 * events numbered and chained, positions reported by a bridge that repeats itself, batches posted
 * on a ledger and confirmed in any order.
 */
final class RandomMarket {
  /** Offsets leave gaps, as those of a topic with transactions do. */
  private static final int STEP = 3;

  /** Slots that settle at the end, at most. */
  private static final int MOST_SETTLED = 40;

  private final Random random;
  private final RandomBaskets baskets;
  private final RandomPreferences preferences;
  private final RandomCommands commands;
  private final RandomLosses losses;
  private final Ledger ledger;
  private final RegistryRelay registry;
  private final Keyring keyring;
  private final MarketStateMachine machine = new MarketStateMachine();
  private final List<StoredRecord> commandLog = new ArrayList<>();
  private final List<StoredRecord> eventLog = new ArrayList<>();
  private final List<StoredRecord> positionLog = new ArrayList<>();
  private final List<Entry> reports = new ArrayList<>();
  private final Set<String> posted = new HashSet<>();
  private final Deque<Command.ConfirmBatch> toConfirm = new ArrayDeque<>();
  private final Map<Class<?>, Integer> seen = new HashMap<>();
  private Hash previous = Hash.ZERO;
  private long sequence;
  private final Set<Long> auctionTrades = new HashSet<>();
  private final Set<Long> linkTrades = new HashSet<>(); // of continuous trading
  private int coupledSlots;
  private int continuousTrades;
  private int overLinks;
  private int compensations;
  private long lastTrade;
  private @Nullable DeliverySlot loadedSlot; // with what flowed last over a link
  private Event.@Nullable LinkFlow load;
  private Event.@Nullable OrderAccepted lastAccepted;
  private Event.@Nullable DisputeOpened lastOpened;
  private final List<Event.SlotSettled> bills = new ArrayList<>();
  private final List<Event.SlotRevised> runs = new ArrayList<>();
  private final DisputeRelay disputes;
  private int corrections;

  RandomMarket(long seed, Ledger ledger) {
    this(seed, ledger, false, Keyring.NONE);
  }

  /**
   * A market.
   *
   * @param continuous whether it may trade continuously
   */
  RandomMarket(long seed, Ledger ledger, boolean continuous) {
    this(seed, ledger, continuous, Keyring.NONE);
  }

  /**
   * A market of which most positions are sealed, as if it had begun to seal late.
   *
   * @param continuous whether it may trade continuously
   */
  RandomMarket(long seed, Ledger ledger, boolean continuous, Keyring keyring) {
    this.keyring = keyring;
    this.random = new Random(seed);
    this.losses = new RandomLosses(seed + 3);
    this.commands = new RandomCommands(random, new RandomImbalance(seed), losses, continuous);
    this.baskets = new RandomBaskets(seed + 1);
    this.preferences = new RandomPreferences(seed + 2);
    this.ledger = ledger;
    this.registry = new RegistryRelay(RandomCommands.MARKET, ledger);
    this.disputes = new DisputeRelay(ledger);
  }

  /** Runs so many frames, lets slots settle, and lets the auditor judge the log. */
  AuditReport run(int frames) {
    live(frames);
    return audit(keyring);
  }

  /** Runs so many frames, lets slots settle, disputes and erases. */
  void live(int frames) {
    drive(frames);
    settle();
    dispute();
    command(commands.lateTick()); // final runs are made, then what was upheld is corrected
    command(commands.lateTick());
    command(confirmation());
    command(new Command.RecordErasure("stranger", List.of(), 1)); // of nobody's key
  }

  /** Runs so many frames. */
  void drive(int frames) {
    append(List.of(entry(commands.firstRulebook()), entry(commands.firstTick())));
    append(commands.firstPledges().stream().map(RandomMarket::entry).toList());
    for (int i = 0; i < frames; i++) {
      List<Entry> entries = new ArrayList<>();
      for (int n = random.nextInt(6); n >= 0; n--) {
        entries.add(next());
        if (commands.isBusy() && baskets.isNext()) {
          entries.add(entry(commands.basket(baskets)));
        }
        if (commands.isBlockNext()) {
          entries.add(entry(commands.block()));
        }
        if (commands.isBusy() && preferences.isNext()) {
          entries.add(entry(commands.preference(preferences)));
        }
        if (losses.isNext()) {
          entries.add(report(commands.boundary()));
        }
      }
      append(entries);
    }
  }

  /** Delivery ends in the slots near the clock, and what is missing of their readings comes. */
  private void settle() {
    command(commands.lateTick());
    for (int slots = 0; slots < MOST_SETTLED; slots++) {
      SettlementWait wait = machine.awaitedSettlement().orElse(null);
      if (wait == null) {
        return;
      }
      append(
          wait.missing().stream()
              .map(home -> report(commands.position(home, wait.slot())))
              .toList());
    }
  }

  /**
   * Lines of bills are disputed, some are decided, others are overdue or come too late; positions
   * are corrected meanwhile.
   */
  private void dispute() {
    for (int i = 0; i < 40 && !bills.isEmpty(); i++) {
      Event.DisputeOpened opened = lastOpened;
      if (i % 4 == 3) {
        command(sealed(commands.dispute()));
      } else if (opened != null && random.nextInt(3) == 0) {
        command(sealed(commands.about(opened)));
      } else {
        Event.SlotSettled bill = bills.get(random.nextInt(bills.size()));
        if (!bill.billLines().isEmpty()) {
          int line = random.nextInt(bill.billLines().size());
          command(sealed(commands.dispute(bill.billLines().get(line), 0, line)));
        }
        disputeARun();
      }
      if (i % 4 == 2) {
        DeliverySlot corrected = bills.get(random.nextInt(bills.size())).batch().slot();
        append(List.of(report(commands.correction(corrected, 3 + i))));
      }
      if (i % 16 == 15) {
        command(commands.lateTick());
      }
    }
  }

  private void disputeARun() {
    if (!runs.isEmpty()) {
      Event.SlotRevised run = runs.get(random.nextInt(runs.size()));
      if (!run.billLines().isEmpty()) {
        int line = random.nextInt(run.billLines().size());
        command(sealed(commands.dispute(run.billLines().get(line), run.run(), line)));
      }
    }
  }

  /** The hash of the last event, which names the one before it, and so of all. */
  Hash eventHash() {
    return previous;
  }

  /** The hash of the state as a snapshot keeps it. */
  Hash stateHash() {
    return hash(machine);
  }

  /** The hash of the state of a market that goes on from this one's. */
  Hash restoredHash() {
    byte[] state = StateBytes.inMemory(Keyring.NONE, machine::save);
    return hash(MarketStateMachine.restore(new StateBytes.Reader(state, Keyring.NONE)));
  }

  private static Hash hash(MarketStateMachine market) {
    return StateBytes.hash(Keyring.NONE, market::save);
  }

  /** Lets an auditor judge the log who has these keys. */
  AuditReport audit(Keyring keys) {
    return Audit.verify(
        AuditInput.of(commandLog, eventLog, ledger).withPositions(positionLog).withKeyring(keys));
  }

  /** Writes one more command. */
  void command(Command command) {
    append(List.of(entry(command)));
  }

  /** Changes every event of a type and chains the log anew, as a forger would. */
  <E extends Event> void forge(Class<E> type, UnaryOperator<E> change) {
    previous = Hash.ZERO;
    for (int i = 0; i < eventLog.size(); i++) {
      List<byte[]> forged = new ArrayList<>();
      for (byte[] stored : EventCodec.splitFrame(eventLog.get(i).bytes())) {
        EventEnvelope old = EventCodec.decodeEvent(stored, keyring);
        Event event =
            type.isInstance(old.event()) ? change.apply(type.cast(old.event())) : old.event();
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(
                    old.commandOffset(),
                    old.commandIndex(),
                    old.index(),
                    old.count(),
                    old.sequence(),
                    previous,
                    event),
                keyring);
        previous = EventCodec.hash(bytes);
        forged.add(bytes);
      }
      eventLog.set(
          i,
          new StoredRecord(
              eventLog.get(i).offset(), EventCodec.encodeFrame(RandomCommands.MARKET, forged)));
    }
  }

  /** The records of the topic {@code events}. */
  List<StoredRecord> eventLog() {
    return List.copyOf(eventLog);
  }

  /** The types of the events there were. */
  Set<Class<?>> seen() {
    return seen.keySet();
  }

  /** How many events of a kind there were. */
  int count(Class<? extends Event> kind) {
    return seen.getOrDefault(kind, 0);
  }

  /** Whether a trade of an auction was neither busted nor curtailed to nothing. */
  boolean keepsAnAuctionTrade() {
    return !auctionTrades.isEmpty();
  }

  /** Whether a trade over a link was neither busted nor curtailed to nothing. */
  boolean keepsALinkTrade() {
    return !linkTrades.isEmpty();
  }

  /** Slots in which energy flowed between areas. */
  int coupledSlots() {
    return coupledSlots;
  }

  /** Trades of continuous trading, and how many of them went over links. */
  int[] continuousTrades() {
    return new int[] {continuousTrades, overLinks};
  }

  /** Runs that posted what an upheld dispute corrects. */
  int corrections() {
    return corrections;
  }

  /** Bill lines of compensations, of who is paid. */
  int compensations() {
    return compensations;
  }

  private static boolean isCoupled(Event.AuctionCleared auction) {
    return auction.links().stream().anyMatch(link -> link.flowWh() != 0);
  }

  private Entry next() {
    int dice = random.nextInt(100);
    int reports = commands.isBusy() ? 10 : 25;
    int confirmations = commands.isBusy() ? 16 : 40;
    if (dice < reports) {
      return report();
    }
    if (dice < confirmations) {
      return entry(confirmation());
    }
    if (dice < confirmations + 6 && lastAccepted != null) {
      return entry(commands.change(lastAccepted));
    }
    if (dice < confirmations + 9) {
      return entry(commands.takeBack(lastTrade));
    }
    if (dice < confirmations + 14 && loadedSlot != null && load != null && commands.curtails()) {
      Command lower = commands.lower(loadedSlot, load);
      load = null;
      return entry(lower);
    }
    return entry(sealed(commands.next()));
  }

  /** What is said of a participant that has a key is sealed under it, as the API does it. */
  private Command sealed(Command command) {
    if (command instanceof Command.OpenDispute open) {
      return new Command.OpenDispute(
          open.participant(),
          open.slotStartMillis(),
          open.run(),
          open.line(),
          sealed(open.participant(), open.reason()),
          open.evidence());
    } else if (command instanceof Command.DecideDispute decide) {
      Ruling plain = decide.ruling();
      PersonalText reason = sealed(decide.participant(), plain.reason());
      return new Command.DecideDispute(
          decide.decider(),
          decide.participant(),
          decide.disputeId(),
          new Ruling(plain.upheld(), plain.correctedNano(), reason));
    }
    return command;
  }

  private PersonalText sealed(String participant, PersonalText plain) {
    SealKey key =
        keyring.seals() && Ids.isValid(participant)
            ? keyring.current(Subject.participant(participant))
            : null;
    return key == null ? plain : PersonalText.sealed(plain.text(), key.id());
  }

  private Entry report() {
    if (!reports.isEmpty() && random.nextInt(10) == 0) {
      return reports.get(random.nextInt(reports.size()));
    }
    return report(commands.position());
  }

  private Entry report(BoundaryFlow flow) {
    long offset = (long) positionLog.size() * STEP;
    byte[] stored = PositionCodec.encode(RandomCommands.MARKET, flow);
    positionLog.add(new StoredRecord(offset, stored));
    return new Entry(new CommandOrigin("positions", 0, offset), new Command.ReportBoundary(flow));
  }

  private Entry report(MeteredPosition position) {
    long offset = (long) positionLog.size() * STEP;
    Keyring keys = positionLog.size() < 5 ? Keyring.NONE : keyring;
    byte[] stored = PositionCodec.encode(RandomCommands.MARKET, position, keys);
    positionLog.add(new StoredRecord(offset, stored));
    Entry report =
        new Entry(
            new CommandOrigin("positions", 0, offset),
            new Command.ReportPosition(
                ((PositionRecord.Position) PositionCodec.decode(stored, keys)).position()));
    reports.add(report);
    return report;
  }

  /** The confirmation of a batch that is on the ledger, one of an unknown batch, or a repeat. */
  private Command confirmation() {
    for (SettlementBatch batch : machine.unconfirmedBatches()) {
      if (posted.add(batch.batchId())) {
        if (batch.isCorrection()) {
          String id = batch.batchId();
          disputes.relayUntil(Long.parseLong(id.substring(id.lastIndexOf('-') + 1)));
        }
        var outcome = (SubmitOutcome.Committed) new SettlementLedger(ledger).post(batch);
        Command.ConfirmBatch confirm =
            new Command.ConfirmBatch(
                batch.batchId(), outcome.transactionId(), outcome.blockNumber());
        if (random.nextBoolean()) {
          toConfirm.addFirst(confirm);
        } else {
          toConfirm.addLast(confirm);
        }
      }
    }
    if (toConfirm.isEmpty() || random.nextInt(10) == 0) {
      return new Command.ConfirmBatch("m." + random.nextInt(9) + ".initial", "tx", 1);
    }
    return random.nextInt(10) == 0 ? toConfirm.getFirst() : toConfirm.removeFirst();
  }

  private static Entry entry(Command command) {
    return new Entry(CommandOrigin.NONE, command);
  }

  private void append(List<Entry> entries) {
    long offset = (long) commandLog.size() * STEP;
    CommandFrame frame = new CommandFrame("test", commandLog.size(), entries);
    commandLog.add(
        new StoredRecord(offset, CommandCodec.encode(RandomCommands.MARKET, frame, keyring)));
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      List<Event> events = new ArrayList<>();
      machine.apply(entries.get(i), events::add);
      for (int n = 0; n < events.size(); n++) {
        see(events.get(n));
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(offset, i, n, events.size(), ++sequence, previous, events.get(n)),
                keyring);
        previous = EventCodec.hash(bytes);
        disputes.see(events.get(n), sequence, previous);
        LogPlace place = new LogPlace(sequence, previous);
        registry.take(entries.get(i).command(), events.get(n), place);
        stored.add(bytes);
      }
    }
    eventLog.add(
        new StoredRecord(
            (long) eventLog.size() * STEP, EventCodec.encodeFrame(RandomCommands.MARKET, stored)));
  }

  /** Adds an event that no command gave, for those who read nothing but events. */
  void tell(Event event) {
    long offset = (long) (commandLog.size() - 1) * STEP;
    byte[] bytes =
        EventCodec.encodeEvent(
            new EventEnvelope(offset, 0, 0, 1, ++sequence, previous, event), keyring);
    previous = EventCodec.hash(bytes);
    eventLog.add(
        new StoredRecord(
            (long) eventLog.size() * STEP,
            EventCodec.encodeFrame(RandomCommands.MARKET, List.of(bytes))));
  }

  private void see(Event event) {
    seen.merge(event.getClass(), 1, Integer::sum);
    commands.see(event);
    if (event instanceof Event.AuctionCleared auction) {
      coupledSlots += isCoupled(auction) ? 1 : 0;
      auction.links().stream()
          .filter(flow -> flow.flowWh() != 0)
          .forEach(flow -> loaded(auction.slot(), flow));
    } else if (event instanceof Event.TradeMade trade) {
      lastTrade = trade.tradeId();
      auctionTrades.add(trade.tradeId());
    } else if (event instanceof Event.TradeBusted busted) {
      auctionTrades.remove(busted.tradeId());
      linkTrades.remove(busted.tradeId());
    } else if (event instanceof Event.TradeCurtailed curtailed && curtailed.leftWh() == 0) {
      auctionTrades.remove(curtailed.tradeId());
      linkTrades.remove(curtailed.tradeId());
    } else if (event instanceof Event.ContinuousTrade trade) {
      lastTrade = trade.tradeId();
      continuousTrades++;
      if (!trade.path().isEmpty()) {
        overLinks++;
        linkTrades.add(trade.tradeId());
      }
      trade.path().forEach(flow -> loaded(trade.slot(), flow));
    } else if (event instanceof Event.BasketFilled) {
      baskets.filled();
    } else if (event instanceof Event.OrderAccepted accepted) {
      lastAccepted = accepted;
    } else if (event instanceof Event.DisputeOpened opened) {
      lastOpened = opened;
    } else if (event instanceof Event.SlotRevised revised) {
      runs.add(revised);
      corrections += revised.batch().isCorrection() ? 1 : 0;
    } else if (event instanceof Event.SlotSettled settled) {
      bills.add(settled);
      compensations +=
          (int)
              settled.billLines().stream()
                  .filter(line -> line.kind() == BillLine.Kind.CURTAILMENT_COMPENSATION)
                  .count();
    }
  }

  private void loaded(DeliverySlot slot, Event.LinkFlow flow) {
    loadedSlot = slot;
    load = flow;
  }
}
