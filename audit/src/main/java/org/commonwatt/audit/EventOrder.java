package org.commonwatt.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BlockAccepted;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.CommitmentWithdrawn;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.DepositDecided;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * The order of one command's events, as far as the rules fix it: the answer comes first, of a mass
 * cancel last; the new totals follow a deposit that has come, a commitment the service or the call
 * that it is of, or an auction that a tick brings; trade ids grow, a slot's phases follow each
 * other, a trade follows its auction, settlements follow time and each run of a slot its turn. What
 * follows the answer of one order stands in the order of what happens.
 */
final class EventOrder {
  private final Findings findings;
  private final Map<DeliverySlot, SlotPhase> phases = new HashMap<>();
  private final Set<DeliverySlot> cleared = new HashSet<>();
  private long lastTradeId;
  private @Nullable DeliverySlot lastSettled;

  EventOrder(Findings findings) {
    this.findings = findings;
  }

  void check(List<Event> expected, EventGroup group) {
    Event first = expected.isEmpty() ? null : expected.get(0);
    if (first instanceof OrderAccepted
        || first instanceof OrderAmended
        || first instanceof BasketFilled
        || first instanceof BlockAccepted) {
      checkSequence(expected, group);
    }
    checkBatches(expected, group);
    for (int i = 0; i < group.events().size(); i++) {
      Event event = group.events().get(i).event();
      boolean ofWhole = isOfWhole(event) && first != null && first.getClass() == event.getClass();
      String fault = fault(event, i > 0 && !ofWhole && !follows(first, event));
      if (!fault.isEmpty()) {
        findings.add(FindingCode.EVENT_OUT_OF_ORDER, group.place(i), fault);
      }
    }
  }

  /** What is told of each leg of a block, or of each slot of an auction that blocks join. */
  private static boolean isOfWhole(Event event) {
    return event instanceof OrderCancelled || event instanceof AuctionCancelled;
  }

  /** Whether an event that may be an answer itself belongs to the answer before it. */
  private static boolean follows(@Nullable Event first, Event event) {
    return (first instanceof DepositDecided && event instanceof CollateralRecorded)
        || (first instanceof ServiceAgreed && event instanceof StorageCommitted)
        || (first instanceof CallAnswered && event instanceof StorageCommitted)
        || (first instanceof TimeAdvanced && event instanceof StorageCommitted)
        || (first instanceof CallEnded && event instanceof CommitmentWithdrawn);
  }

  /** Where all events are the expected ones, each stands in its place too. */
  private void checkSequence(List<Event> expected, EventGroup group) {
    List<Event> found = group.events().stream().map(EventEnvelope::event).toList();
    if (expected.size() != found.size() || !new HashSet<>(expected).equals(new HashSet<>(found))) {
      return; // told by the comparison
    }
    for (int i = 0; i < found.size(); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        findings.add(
            FindingCode.EVENT_OUT_OF_ORDER,
            group.place(i),
            "expected " + expected.get(i) + " here, found " + found.get(i));
        return;
      }
    }
  }

  /** Where all batches are the expected ones, each stands in its place in their chain too. */
  private void checkBatches(List<Event> expected, EventGroup group) {
    List<String> wanted = batchIds(expected);
    List<String> found = batchIds(group.events().stream().map(EventEnvelope::event).toList());
    if (!wanted.equals(found) && new HashSet<>(wanted).equals(new HashSet<>(found))) {
      findings.add(
          FindingCode.EVENT_OUT_OF_ORDER,
          group.place(),
          "expected the batches in the order " + wanted + ", found " + found);
    }
  }

  private static List<String> batchIds(List<Event> events) {
    return events.stream()
        .map(StatedBatch::of)
        .filter(Objects::nonNull)
        .map(SettlementBatch::batchId)
        .toList();
  }

  private String fault(Event event, boolean answered) {
    if (event instanceof SlotPhaseChanged change) {
      SlotPhase last = phases.put(change.slot(), change.phase());
      boolean back = last != null && last.compareTo(change.phase()) >= 0;
      return back ? "expected a phase after " + last + ", found " + change.phase() : "";
    } else if (event instanceof AuctionCleared auction) {
      cleared.add(auction.slot());
      return "";
    } else if (event instanceof TradeMade trade) {
      return tradeFault(trade);
    } else if (event instanceof ContinuousTrade trade) {
      return idFault(trade.tradeId());
    } else if (event instanceof SlotSettled settled) {
      DeliverySlot last = lastSettled;
      lastSettled = settled.batch().slot();
      boolean back = last != null && last.compareTo(lastSettled) >= 0;
      return back ? "expected a slot after " + last + ", found " + lastSettled : "";
    }
    boolean lateAnswer =
        answered
            && !(event instanceof MassCancelled)
            && EventKey.of(event).kind() == EventKey.Kind.ANSWER;
    return lateAnswer ? "expected the command's answer first, found it later" : "";
  }

  private String tradeFault(TradeMade trade) {
    String fault = idFault(trade.tradeId());
    return cleared.contains(trade.slot())
        ? fault
        : "expected trade " + trade.tradeId() + " after its auction, found it before";
  }

  private String idFault(long tradeId) {
    long last = lastTradeId;
    lastTradeId = tradeId;
    return tradeId <= last ? "expected a trade id above " + last + ", found " + tradeId : "";
  }
}
