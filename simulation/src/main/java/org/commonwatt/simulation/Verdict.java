package org.commonwatt.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Judges a whole history when all is quiet: what must hold of every log, whatever went wrong. */
final class Verdict {
  private final SimulatedBroker broker;
  private final SimulatedKeyring kept;
  private final Keyring keys;
  private final History history;
  private final List<SettlementBatch> ledger;
  private final MarketBounds bounds;

  Verdict(Site site, History history) {
    this.broker = site.broker();
    this.kept = site.keys();
    this.keys = kept.allThatEverWere();
    this.history = history;
    this.ledger = site.ledger().batches();
    this.bounds = site.bounds();
  }

  /** The first thing that is wrong, null when nothing is. */
  @Nullable String problem() {
    String problem = new OperatorsWord(broker.commands().all(), keys).problem(history.events());
    problem = problem == null ? sealed() : problem;
    problem = problem == null ? erased() : problem;
    problem = problem == null ? replay() : problem;
    problem = problem == null ? orders() : problem;
    problem = problem == null ? energy() : problem;
    problem = problem == null ? OpenEnergy.problem(history.events()) : problem;
    problem = problem == null ? money() : problem;
    return problem == null ? batches() : problem;
  }

  /** The commands, applied by fresh rules, must give the very bytes that stand on the log. */
  private @Nullable String replay() {
    MarketStateMachine machine = new MarketStateMachine(bounds);
    Hash previous = Hash.ZERO;
    int sequence = 0;
    for (LogEntry entry : broker.commands().all()) {
      CommandFrame frame = CommandCodec.decode(entry.value(), keys);
      for (int i = 0; i < frame.entries().size(); i++) {
        List<Event> emitted = new ArrayList<>();
        machine.apply(frame.entries().get(i), emitted::add);
        for (int index = 0; index < emitted.size(); index++) {
          EventEnvelope expected =
              new EventEnvelope(
                  entry.offset(),
                  i,
                  index,
                  emitted.size(),
                  ++sequence,
                  previous,
                  emitted.get(index));
          byte[] bytes = EventCodec.encodeEvent(expected, keys);
          previous = EventCodec.hash(bytes);
          if (sequence > history.stored().size()
              || !Arrays.equals(bytes, history.stored().get(sequence - 1))) {
            return "the replay of commands offset " + entry.offset() + " differs at " + expected;
          }
        }
      }
    }
    return sequence == history.stored().size()
        ? null
        : history.stored().size() + " events stand on the log, a replay gives " + sequence;
  }

  /** No position and no bill line stands in clear. */
  private @Nullable String sealed() {
    for (EventEnvelope envelope : history.events()) {
      boolean clear =
          (envelope.event() instanceof Event.PositionRecorded recorded
                  && recorded.position().secret() == null)
              || (envelope.event() instanceof Event.SlotSettled settled
                  && settled.billLines().stream().anyMatch(line -> isOpen(line)))
              || (envelope.event() instanceof Event.BillPart part
                  && part.billLines().stream().anyMatch(line -> isOpen(line)));
      if (clear) {
        return "stands in clear on the log: " + envelope.event();
      }
    }
    return null;
  }

  /** What was sealed with a key that is destroyed cannot be read with those that are left. */
  private @Nullable String erased() {
    for (int i = 0; i < history.events().size(); i++) {
      if (history.events().get(i).event() instanceof Event.PositionRecorded recorded) {
        MeteredPosition position = recorded.position();
        Subject subject = Subject.participant(position.participant());
        boolean gone =
            position.secret() != null && kept.isErased(subject, position.secret().keyId());
        Event now = EventCodec.decodeEvent(history.stored().get(i), kept).event();
        if (gone != now instanceof Event.PositionErased) {
          return "was " + (gone ? "erased and is read: " : "not erased and is gone: ") + recorded;
        }
      }
    }
    return null;
  }

  private static boolean isOpen(BillLine line) {
    return line.seal() == null && Community.HOMES.contains(line.participant());
  }

  private @Nullable String orders() {
    Set<String> seen = new HashSet<>();
    for (Event.OrderAccepted accepted : all(Event.OrderAccepted.class)) {
      if (!seen.add(accepted.participant() + " " + accepted.clientOrderId())) {
        return accepted.clientOrderId() + " was accepted twice";
      }
    }
    return null;
  }

  /** What buyers got equals what sellers gave, the trades, and what the auction says. */
  private @Nullable String energy() {
    Map<Long, Event.OrderAccepted> orders = new HashMap<>();
    all(Event.OrderAccepted.class).forEach(order -> orders.put(order.orderId(), order));
    Set<DeliverySlot> repeated =
        all(Event.GateMissed.class).stream()
            .filter(gate -> gate.fallback() == MissedGate.PREVIOUS_SCHEDULE)
            .map(Event.GateMissed::slot)
            .collect(Collectors.toSet());
    for (Event.AuctionCleared cleared : all(Event.AuctionCleared.class)) {
      DeliverySlot slot = cleared.slot();
      if (repeated.contains(slot)) {
        continue; // Its trades have no orders; FallbackWatch compares them with the bills.
      }
      for (Side side : Side.values()) {
        long traded = traded(slot, side);
        long filled = 0;
        for (Event.OrderFilled fill : all(Event.OrderFilled.class)) {
          Event.OrderAccepted order = orders.get(fill.orderId());
          if (order != null && order.slot().equals(slot) && order.side() == side) {
            filled += fill.energyWh();
          }
        }
        if (filled != traded || traded != cleared.volumeWh()) {
          return slot + ": fills of " + side + " " + filled + " Wh, trades " + traded + " Wh";
        }
      }
    }
    return null;
  }

  /** Energy of a slot's trades in which an order, and not a link, is the buyer or seller. */
  private long traded(DeliverySlot slot, Side side) {
    return all(Event.TradeMade.class).stream()
        .filter(trade -> trade.slot().equals(slot))
        .filter(trade -> (side == Side.BUY ? trade.buyOrderId() : trade.sellOrderId()) != 0)
        .mapToLong(Event.TradeMade::energyWh)
        .sum();
  }

  private @Nullable String money() {
    BillParts bills = new BillParts();
    for (EventEnvelope envelope : history.events()) {
      if (!(bills.join(envelope.event()) instanceof Event.SlotSettled settled)) {
        continue;
      }
      SettlementBatch batch = settled.batch();
      if (sum(batch.postings().stream().mapToLong(Posting::amountNano)).signum() != 0
          || sum(settled.billLines().stream().mapToLong(BillLine::amountNano)).signum() != 0) {
        return "batch " + batch.batchId() + " does not sum to zero";
      }
    }
    return null;
  }

  /** Every slot is settled once, and stands on the ledger and on the log as recorded, once. */
  private @Nullable String batches() {
    List<SettlementBatch> settled =
        all(Event.SlotSettled.class).stream().map(Event.SlotSettled::batch).toList();
    List<String> ids = settled.stream().map(SettlementBatch::batchId).toList();
    List<String> recorded =
        all(Event.BatchRecorded.class).stream().map(Event.BatchRecorded::batchId).toList();
    if (settled.size() != Community.SLOTS || !settled.equals(ledger)) {
      return "the ledger holds other batches than were settled: " + ids;
    }
    return recorded.size() == ids.size() && Set.copyOf(recorded).equals(Set.copyOf(ids))
        ? null
        : "recorded are " + recorded + ", settled " + ids;
  }

  private <E extends Event> List<E> all(Class<E> kind) {
    return history.events().stream()
        .map(EventEnvelope::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static BigInteger sum(LongStream amounts) {
    return amounts.mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
