package org.commonwatt.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BilateralRejected;
import org.commonwatt.model.Event.BoundaryRejected;
import org.commonwatt.model.Event.BustRejected;
import org.commonwatt.model.Event.CallRejected;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.CapabilityRejected;
import org.commonwatt.model.Event.CollateralRejected;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.ConfirmationRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.DeliveryRejected;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeEvidenceAdded;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.Event.DisputeWithdrawn;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.Event.LeasePlanCut;
import org.commonwatt.model.Event.LeaseRejected;
import org.commonwatt.model.Event.LinkLimitRejected;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.PayOutRejected;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.SigningKeyRejected;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.SourceRejected;
import org.commonwatt.model.Event.StorageAuctionRejected;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.StorageRefused;
import org.jspecify.annotations.Nullable;

/** Sets the events of a command beside those that the rules give. */
final class EventComparison {
  private final Findings findings;
  private final SettlementComparison settlements;
  private final RunSums sums;
  private final MarketReplay replay;
  private final Erasures erasures;

  EventComparison(Findings findings, MarketReplay replay, Erasures erasures) {
    this.findings = findings;
    this.replay = replay;
    this.erasures = erasures;
    this.settlements = new SettlementComparison(findings);
    this.sums = new RunSums(findings);
  }

  /**
   * Sets the events beside each other.
   *
   * @param stored the events as they stand on the log
   * @param found the same with each bill in one piece
   */
  void compare(List<Event> expected, EventGroup stored, EventGroup found) {
    checkIndexes(stored);
    Map<EventKey, Deque<Event>> open = new LinkedHashMap<>();
    for (Event event : expected) {
      open.computeIfAbsent(EventKey.of(event), key -> new ArrayDeque<>()).add(event);
    }
    for (int i = 0; i < found.events().size(); i++) {
      Event event = found.events().get(i).event();
      Deque<Event> same = open.get(EventKey.of(event));
      Event wanted = same == null ? null : same.poll();
      if (wanted == null) {
        findings.add(
            FindingCode.EVENT_UNEXPECTED,
            found.place(i),
            "expected no such event, found " + brief(event));
      } else {
        compare(found.place(i), wanted, event);
      }
    }
    for (Deque<Event> missing : open.values()) {
      missing.forEach(event -> reportMissing(found.place(), event));
    }
    new EventOrder(findings).check(expected, found);
  }

  private void reportMissing(Place place, Event event) {
    findings.add(FindingCode.EVENT_MISSING, place, "expected " + brief(event) + ", found none");
  }

  private void checkIndexes(EventGroup group) {
    int count = group.events().size();
    for (int i = 0; i < count; i++) {
      EventEnvelope event = group.events().get(i);
      if (event.index() != i || event.count() != count) {
        findings.add(
            FindingCode.EVENT_INDEX_WRONG,
            group.place(i),
            "expected index "
                + i
                + " of "
                + count
                + " events, found index "
                + event.index()
                + " of "
                + event.count());
      }
    }
  }

  private void compare(Place place, Event expected, Event found) {
    if (expected instanceof SlotSettled settled && found instanceof SlotSettled other) {
      compareSettled(place, settled, other);
      sums.settled(other.batch(), replay.settling().awaitsRuns(other.batch().slot()));
    } else if (expected instanceof SlotRevised revised && found instanceof SlotRevised other) {
      findings.compare(FindingCode.BATCH_DIFFERS, place, revised.run(), other.run());
      compareSettled(place, whole(revised), whole(other));
      sums.revised(place, other.batch(), replay.settling().fresh(other.batch().batchId()));
    } else if (!expected.equals(withoutWording(found))) {
      findings.add(
          code(expected, found), place, "expected " + brief(expected) + ", found " + brief(found));
    }
  }

  private void compareSettled(Place place, SlotSettled expected, SlotSettled found) {
    PartialSettlement partial = replay.settling().partial(expected.batch().batchId());
    if (partial == null) {
      settlements.compare(place, expected, found);
    } else {
      partial.compare(place, found, findings, erasures);
    }
  }

  private static SlotSettled whole(SlotRevised run) {
    return new SlotSettled(run.batch(), run.billLines(), run.erasedLines());
  }

  private static FindingCode code(Event expected, Event found) {
    switch (EventKey.of(expected).kind()) {
      case AUCTION, WINDOW, MISSED_GATE, STORAGE_AUCTION:
        return FindingCode.AUCTION_DIFFERS;
      case FILL:
        return FindingCode.FILL_DIFFERS;
      case EXPIRY:
        return FindingCode.EXPIRY_DIFFERS;
      case TRADE, BUST, CURTAILMENT:
        return FindingCode.TRADE_DIFFERS;
      case DEFAULT, RECEIVABLE:
        return FindingCode.DEFAULT_DIFFERS;
      case BALANCE:
        return FindingCode.AREA_BALANCE_DIFFERS;
      case SERVICE:
        return FindingCode.SERVICE_DIFFERS;
      case OVERDUE:
        return FindingCode.DISPUTE_DIFFERS;
      case CONTINUOUS_TRADE:
        return tradeCode(expected, found);
      case CANCELLATION:
        return FindingCode.CANCELLATION_DIFFERS;
      case REDUCTION:
        return FindingCode.REDUCTION_DIFFERS;
      case HALT:
        return FindingCode.HALT_DIFFERS;
      default:
        return answerCode(expected, found);
    }
  }

  /** Names what differs first of: whose turn it was, the way, the fee. */
  private static FindingCode tradeCode(Event expected, Event found) {
    if (expected instanceof ContinuousTrade wanted && found instanceof ContinuousTrade given) {
      if (wanted.takerOrderId() != given.takerOrderId()
          || wanted.makerOrderId() != given.makerOrderId()) {
        return FindingCode.PRIORITY_DIFFERS;
      } else if (!wanted.path().equals(given.path())) {
        return FindingCode.PATH_DIFFERS;
      } else if (wanted.feeMicroPerKwh() != given.feeMicroPerKwh()) {
        return FindingCode.GRID_FEE_DIFFERS;
      }
    }
    return FindingCode.CONTINUOUS_TRADE_DIFFERS;
  }

  private static FindingCode answerCode(Event expected, Event found) {
    if (expected instanceof OrderAccepted && found instanceof OrderAccepted) {
      return FindingCode.ORDER_DIFFERS;
    }
    if (found instanceof OrderRejected && !(expected instanceof OrderRejected)) {
      return FindingCode.ORDER_WRONGLY_REJECTED;
    }
    if (expected instanceof OrderRejected && found instanceof OrderAccepted) {
      return FindingCode.ORDER_WRONGLY_ACCEPTED;
    }
    Rejection wanted = rejection(expected);
    Rejection given = rejection(found);
    boolean otherCode =
        wanted != null
            && given != null
            && expected.getClass() == found.getClass()
            && wanted.code() != given.code();
    if (otherCode) {
      return FindingCode.REJECTION_CODE_DIFFERS;
    }
    boolean dispute =
        expected instanceof DisputeOpened
            || expected instanceof DisputeEvidenceAdded
            || expected instanceof DisputeDecided
            || expected instanceof DisputeWithdrawn
            || expected instanceof DisputeRejected;
    return dispute ? FindingCode.DISPUTE_DIFFERS : FindingCode.ANSWER_DIFFERS;
  }

  private static @Nullable Rejection rejection(Event event) {
    if (event instanceof OrderRejected order) {
      return order.rejection();
    } else if (event instanceof CancelRejected cancel) {
      return cancel.rejection();
    } else if (event instanceof AmendRejected amendment) {
      return amendment.rejection();
    } else if (event instanceof PositionRejected position) {
      return position.rejection();
    } else if (event instanceof ConfirmationRejected confirmation) {
      return confirmation.rejection();
    } else if (event instanceof RulebookRejected rulebook) {
      return rulebook.rejection();
    } else if (event instanceof SourceRejected source) {
      return source.rejection();
    } else if (event instanceof CapabilityRejected capability) {
      return capability.rejection();
    } else if (event instanceof CollateralRejected collateral) {
      return collateral.rejection();
    } else if (event instanceof AuctionCancelRejected cancel) {
      return cancel.rejection();
    } else if (event instanceof BustRejected bust) {
      return bust.rejection();
    } else if (event instanceof LinkLimitRejected limit) {
      return limit.rejection();
    } else if (event instanceof ImbalancePriceRejected price) {
      return price.rejection();
    } else if (event instanceof BoundaryRejected flow) {
      return flow.rejection();
    } else if (event instanceof DisputeRejected dispute) {
      return dispute.rejection();
    } else if (event instanceof RegistrationRejected registration) {
      return registration.rejection();
    } else if (event instanceof SigningKeyRejected key) {
      return key.rejection();
    } else if (event instanceof BilateralRejected contract) {
      return contract.rejection();
    } else if (event instanceof PayOutRejected payOut) {
      return payOut.rejection();
    } else if (event instanceof StorageRejected storage) {
      return storage.refused().rejection();
    } else if (event instanceof NegotiationRejected negotiation) {
      return negotiation.refused().rejection();
    } else if (event instanceof CallRejected call) {
      return call.rejection();
    } else if (event instanceof StorageAuctionRejected auction) {
      return auction.rejection();
    } else if (event instanceof LeaseRejected lease) {
      return lease.rejection();
    } else if (event instanceof DeliveryRejected delivery) {
      return delivery.rejection();
    }
    return null;
  }

  /** The rules give a refusal's code; its wording is the engine's own. */
  private static Event withoutWording(Event event) {
    if (event instanceof OrderRejected e) {
      return new OrderRejected(e.participant(), e.clientOrderId(), plain(e.rejection()));
    } else if (event instanceof BasketRejected e) {
      List<LegRefusal> plain =
          e.refusals().stream()
              .map(refusal -> new LegRefusal(refusal.leg(), plain(refusal.rejection())))
              .toList();
      return new BasketRejected(e.participant(), e.clientBasketId(), plain);
    } else if (event instanceof CancelRejected e) {
      return new CancelRejected(e.participant(), e.orderId(), plain(e.rejection()));
    } else if (event instanceof AmendRejected e) {
      return new AmendRejected(e.participant(), e.orderId(), plain(e.rejection()));
    } else if (event instanceof PositionRejected e) {
      return new PositionRejected(e.position(), plain(e.rejection()));
    } else if (event instanceof ConfirmationRejected e) {
      return new ConfirmationRejected(e.batchId(), plain(e.rejection()));
    } else if (event instanceof RulebookRejected e) {
      return new RulebookRejected(e.version(), plain(e.rejection()));
    } else if (event instanceof SourceRejected e) {
      return new SourceRejected(e.participant(), plain(e.rejection()));
    } else if (event instanceof CapabilityRejected e) {
      return new CapabilityRejected(e.participant(), plain(e.rejection()));
    } else if (event instanceof CollateralRejected e) {
      return new CollateralRejected(e.account(), plain(e.rejection()));
    } else if (event instanceof AuctionCancelRejected e) {
      return new AuctionCancelRejected(e.operator(), e.slotStartMillis(), plain(e.rejection()));
    } else if (event instanceof BustRejected e) {
      return new BustRejected(e.operator(), e.tradeId(), plain(e.rejection()));
    } else if (event instanceof LinkLimitRejected e) {
      return new LinkLimitRejected(
          e.operator(), e.slotStartMillis(), e.from(), e.to(), plain(e.rejection()));
    } else if (event instanceof ImbalancePriceRejected e) {
      return new ImbalancePriceRejected(
          e.importer(), e.area(), e.slotStartMillis(), e.version(), plain(e.rejection()));
    } else if (event instanceof BoundaryRejected e) {
      return new BoundaryRejected(e.flow(), plain(e.rejection()));
    } else if (event instanceof DisputeRejected e) {
      return new DisputeRejected(e.account(), e.disputeId(), plain(e.rejection()));
    } else if (event instanceof RegistrationRejected e) {
      return new RegistrationRejected(e.account(), e.subject(), plain(e.rejection()));
    } else if (event instanceof SigningKeyRejected e) {
      return new SigningKeyRejected(e.participant(), plain(e.rejection()));
    } else if (event instanceof BilateralRejected e) {
      return new BilateralRejected(e.contractId(), e.buyer(), e.seller(), plain(e.rejection()));
    } else if (event instanceof PayOutRejected e) {
      return new PayOutRejected(e.participant(), plain(e.rejection()));
    } else if (event instanceof StorageRejected e) {
      return new StorageRejected(e.account(), e.unit(), e.commitment(), plain(e.refused()));
    } else if (event instanceof NegotiationRejected e) {
      return new NegotiationRejected(e.account(), e.negotiation(), plain(e.refused()));
    } else if (event instanceof CallRejected e) {
      return new CallRejected(e.account(), e.call(), plain(e.rejection()));
    } else if (event instanceof StorageAuctionRejected e) {
      return new StorageAuctionRejected(e.account(), e.subject(), plain(e.rejection()));
    } else if (event instanceof DeliveryRejected e) {
      return new DeliveryRejected(e.officer(), e.delivery(), plain(e.rejection()));
    } else if (event instanceof LeaseRejected e) {
      return new LeaseRejected(e.participant(), e.unit(), e.lease(), plain(e.rejection()));
    } else if (event instanceof LeasePlanCut e) {
      return new LeasePlanCut(e.unit(), e.lease(), e.lessee(), e.fromMillis(), plain(e.reason()));
    } else if (event instanceof CommitmentLost e) {
      return new CommitmentLost(e.unit(), e.commitment(), e.owner(), plain(e.refused()));
    }
    return event;
  }

  private static Rejection plain(Rejection rejection) {
    return Expected.refusal(rejection.code());
  }

  /** A limit is judged; which commitments conflict is part of the advice. */
  private static StorageRefused plain(StorageRefused refused) {
    return new StorageRefused(plain(refused.rejection()), refused.limit(), List.of());
  }

  /** An event in a line; a settlement, which has hundreds of lines, by its batch only. */
  private static String brief(Event event) {
    SettlementBatch batch = StatedBatch.of(event);
    return batch == null
        ? event.toString()
        : event.getClass().getSimpleName() + "[batch=" + batch.batchId() + "]";
  }
}
