package org.commonwatt.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * The order of one command's events, as far as the rules fix it: the answer comes first, trade ids
 * grow, a slot's phases follow each other, a trade follows its auction, settlements follow time.
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

  void check(EventGroup group) {
    for (int i = 0; i < group.events().size(); i++) {
      Event event = group.events().get(i).event();
      String fault = fault(event, i);
      if (!fault.isEmpty()) {
        findings.add(FindingCode.EVENT_OUT_OF_ORDER, group.place(i), fault);
      }
    }
  }

  private String fault(Event event, int position) {
    if (event instanceof SlotPhaseChanged change) {
      SlotPhase last = phases.put(change.slot(), change.phase());
      boolean back = last != null && last.compareTo(change.phase()) >= 0;
      return back ? "expected a phase after " + last + ", found " + change.phase() : "";
    } else if (event instanceof AuctionCleared auction) {
      cleared.add(auction.slot());
      return "";
    } else if (event instanceof TradeMade trade) {
      return tradeFault(trade);
    } else if (event instanceof SlotSettled settled) {
      DeliverySlot last = lastSettled;
      lastSettled = settled.batch().slot();
      boolean back = last != null && last.compareTo(lastSettled) >= 0;
      return back ? "expected a slot after " + last + ", found " + lastSettled : "";
    }
    boolean lateAnswer = position > 0 && EventKey.of(event).kind() == EventKey.Kind.ANSWER;
    return lateAnswer ? "expected the command's answer first, found it later" : "";
  }

  private String tradeFault(TradeMade trade) {
    long last = lastTradeId;
    lastTradeId = trade.tradeId();
    if (!cleared.contains(trade.slot())) {
      return "expected trade " + trade.tradeId() + " after its auction, found it before";
    }
    return trade.tradeId() <= last
        ? "expected a trade id above " + last + ", found " + trade.tradeId()
        : "";
  }
}
