package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** The notices that events give: what happened to a participant that it did not do itself. */
final class NoticeRows {
  /** Ends of orders that their owners asked for at that moment. */
  private static final Set<CancelReason> ASKED_FOR =
      EnumSet.of(CancelReason.BY_OWNER, CancelReason.MASS_CANCEL, CancelReason.UNFILLED);

  /** A meter is silent when its position is not there so long after the slot's end. */
  private static final int PATIENCE_MINUTES = 60;

  private final SqlBatch batch;
  private final String market;

  NoticeRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /**
   * What a notice is about.
   *
   * @param about number of a trade, dispute or settlement run, version of a position, storage unit,
   *     commitment of one, call of one, or id of a negotiation
   * @param detail which way, in one word
   * @param amountNano money that the participant gets for it, or owes, nano-currency
   */
  private record Facts(
      String kind,
      @Nullable DeliverySlot slot,
      @Nullable String about,
      @Nullable String detail,
      @Nullable Long energyWh,
      @Nullable BigInteger amountNano) {}

  /** Adds what an event gives; most give nothing. */
  void add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.TradeBusted busted) {
      Facts facts =
          new Facts(
              "TRADE_BUSTED",
              busted.slot(),
              Long.toString(busted.tradeId()),
              busted.cause().name(),
              busted.energyWh(),
              null);
      add(busted.buyer(), facts, sequence);
      add(busted.seller(), facts, sequence);
    } else if (event instanceof Event.TradeCurtailed curtailed) {
      add(curtailed.buyer(), curtailed(curtailed, curtailed.buyerMicroPerKwh()), sequence);
      add(curtailed.seller(), curtailed(curtailed, curtailed.sellerMicroPerKwh()), sequence);
    } else if (event instanceof Event.OrderExpired expired) {
      addOfOrder(expired.orderId(), "EXPIRED", expired.unfilledWh(), sequence);
    } else if (event instanceof Event.OrderCancelled ended) {
      if (!ASKED_FOR.contains(ended.reason())) {
        addOfOrder(ended.orderId(), ended.reason().name(), ended.unfilledWh(), sequence);
      }
    } else if (event instanceof Event.PositionRecorded recorded) {
      addOfPosition(recorded.position(), sequence);
    } else if (event instanceof Event.PositionAssumed assumed) {
      addOfPosition(assumed.position(), sequence);
    } else if (event instanceof Event.SlotRevised revised) {
      addOfRun(revised, sequence);
    } else if (event instanceof Event.SlotPhaseChanged change) {
      if (change.phase() == SlotPhase.METERING) {
        addSilent(change.slot(), sequence);
      }
    } else {
      addOfAccount(event, sequence);
    }
  }

  private void addOfAccount(Event event, long sequence) throws SQLException {
    if (event instanceof Event.AccountDefaulted defaulted) {
      String account = defaulted.account();
      BigInteger owed = defaulted.shortfallNano().negate();
      add(
          account,
          new Facts("ACCOUNT_DEFAULTED", defaulted.slot(), null, null, null, owed),
          sequence);
      for (CreditShare share : defaulted.fund()) {
        BigInteger paid = share.nano().negate(); // for whom is nobody else's business
        add(
            share.account(),
            new Facts("DEFAULT_SHARE", defaulted.slot(), null, null, null, paid),
            sequence);
      }
    } else if (event instanceof Event.DisputeDecided decided) {
      String state = decided.ruling().upheld() ? "UPHELD" : "DISMISSED";
      add(
          decided.participant(),
          ofDispute("DISPUTE_DECIDED", decided.disputeId(), state),
          sequence);
    } else if (event instanceof Event.DisputeOverdue overdue) {
      add(overdue.participant(), ofDispute("DISPUTE_OVERDUE", overdue.disputeId(), null), sequence);
    } else if (event instanceof Event.CommitmentLost lost) {
      String about = lost.unit() + "/" + lost.commitment();
      boolean held = lost.refused().rejection().code() == RejectionCode.STORAGE_HELD;
      String limit = String.valueOf(held ? RejectionCode.STORAGE_HELD : lost.refused().limit());
      add(lost.owner(), new Facts("COMMITMENT_LOST", null, about, limit, null, null), sequence);
    } else if (event instanceof Event.UsableEnergyLimited limited) {
      UsableLimit limit = limited.limit();
      String reason = limit.left().isEmpty() ? null : limit.left().get(0).reason();
      add(
          limited.owner(),
          new Facts("USABLE_ENERGY", null, limited.unit(), reason, limit.usableWh(), null),
          sequence);
    } else if (event instanceof Event.StorageTestExpires expires) {
      String until = Instant.ofEpochMilli(expires.untilMillis()).toString();
      add(
          expires.owner(),
          new Facts("TEST_EXPIRES", null, expires.unit(), until, null, null),
          sequence);
    } else if (event instanceof Event.UnitCalled called) {
      String about = called.call() + "/" + called.unit();
      add(called.owner(), new Facts("UNIT_CALLED", null, about, null, null, null), sequence);
    } else if (event instanceof Event.LeasePlanCut cut) {
      String about = cut.unit() + "/" + cut.lease();
      String limit = cut.reason().code().name();
      add(cut.lessee(), new Facts("LEASE_PLAN_CUT", null, about, limit, null, null), sequence);
    } else if (event instanceof Event.CallTakenBack back) {
      String about = back.call() + "/" + back.unit();
      String detail = back.released() ? null : "KEPT";
      add(back.owner(), new Facts("CALL_CANCELLED", null, about, detail, null, null), sequence);
    } else if (event instanceof Event.StorageServiceWon won) {
      String about = won.unit() + "/" + won.commitment().id();
      Facts facts = new Facts("STORAGE_WON", null, about, null, null, null);
      add(won.seller(), facts, sequence);
      add(won.commitment().owner(), facts, sequence);
    } else {
      addOfNegotiation(event, sequence);
    }
  }

  /** What the other party of a negotiation has done; of a standing offer only that it was taken. */
  private void addOfNegotiation(Event event, long sequence) throws SQLException {
    if (event instanceof Event.ServiceProposed proposed) {
      ServiceTerms terms = proposed.proposal().terms();
      addUnlessNobody(
          proposed.by().equals(terms.seller()) ? terms.customer() : terms.seller(),
          ofNegotiation("SERVICE_PROPOSED", terms.negotiation()),
          sequence);
    } else if (event instanceof Event.ServiceAgreed agreed) {
      ServiceTerms terms = agreed.proposal().terms();
      boolean bySeller = agreed.by().equals(terms.seller());
      add(
          bySeller ? terms.customer() : terms.seller(),
          ofNegotiation("SERVICE_AGREED", terms.negotiation()),
          sequence);
    } else if (event instanceof Event.NegotiationEnded ended) {
      addUnlessNobody(
          ended.to(), ofNegotiation("NEGOTIATION_ENDED", ended.negotiation()), sequence);
    }
  }

  private void addUnlessNobody(String participant, Facts facts, long sequence) throws SQLException {
    if (!participant.isEmpty()) {
      add(participant, facts, sequence);
    }
  }

  private static Facts ofNegotiation(String kind, String negotiation) {
    return new Facts(kind, null, negotiation, null, null, null);
  }

  private static Facts ofDispute(String kind, long disputeId, @Nullable String detail) {
    return new Facts(kind, null, Long.toString(disputeId), detail, null, null);
  }

  private static Facts curtailed(Event.TradeCurtailed curtailed, long microPerKwh) {
    return new Facts(
        "TRADE_CURTAILED",
        curtailed.slot(),
        Long.toString(curtailed.tradeId()),
        null,
        curtailed.byWh(),
        BigInteger.valueOf(curtailed.byWh()).multiply(BigInteger.valueOf(microPerKwh)));
  }

  /** An estimate is told, and so is a version that replaces another one. */
  private void addOfPosition(MeteredPosition position, long sequence) throws SQLException {
    boolean estimated = position.quality().isEstimate();
    if (estimated || position.version() > 1) {
      String kind = estimated ? "POSITION_ESTIMATED" : "POSITION_CORRECTED";
      String version = Integer.toString(position.version());
      add(
          position.participant(),
          new Facts(kind, position.slot(), version, null, null, null),
          sequence);
    }
  }

  /** Whose bill a later settlement run changes, and by how much; not whose lines were erased. */
  private void addOfRun(Event.SlotRevised revised, long sequence) throws SQLException {
    TreeMap<String, BigInteger> amounts = new TreeMap<>();
    for (BillLine line : revised.billLines()) {
      amounts.merge(line.participant(), BigInteger.valueOf(line.amountNano()), BigInteger::add);
    }
    revised.erasedLines().forEach(line -> amounts.remove(line.participant()));
    for (Map.Entry<String, BigInteger> amount : amounts.entrySet()) {
      Facts facts =
          new Facts(
              "BILL_REVISED",
              revised.batch().slot(),
              Integer.toString(revised.run()),
              revised.batch().isFinal() || revised.batch().isCorrection() ? "FINAL" : "REVISED",
              null,
              amount.getValue());
      add(amount.getKey(), facts, sequence);
    }
  }

  /**
   * Tells whose metering has stopped: when a slot ends, its position of an hour before is not there
   * although another's is, and settlement waits for it. When nobody's is there, it is not a meter
   * that is silent. Who is concerned had a position of the slot before that, or of the last one
   * that was settled, which no member can be missing from. It is told again when positions have
   * come since, an hour of slots later at the earliest.
   */
  private void addSilent(DeliverySlot ended, long sequence) throws SQLException {
    long length = ended.endMillis() - ended.startMillis();
    long awaited = ended.startMillis() - PATIENCE_MINUTES / ended.minutes() * length;
    batch.add(
        MarketSql.METER_SILENT,
        market,
        sequence,
        Instant.ofEpochMilli(awaited),
        Instant.ofEpochMilli(awaited - length),
        PATIENCE_MINUTES + " minutes",
        ended.minutes());
  }

  /** Whose order it is stands in its row, which is written before. */
  private void addOfOrder(long orderId, String why, long unfilledWh, long sequence)
      throws SQLException {
    batch.add(
        MarketSql.NOTICE_OF_ORDER,
        sequence,
        Long.toString(orderId),
        why,
        unfilledWh == 0 ? null : (Long) unfilledWh,
        market,
        orderId);
  }

  private void add(String participant, Facts facts, long sequence) throws SQLException {
    if (AreaLink.isParty(participant)) {
      return; // a link hears nothing
    }
    DeliverySlot slot = facts.slot();
    BigInteger nano = facts.amountNano();
    batch.add(
        MarketSql.NOTICE,
        market,
        participant,
        sequence,
        facts.kind(),
        slot == null ? null : Instant.ofEpochMilli(slot.startMillis()),
        slot == null ? null : (Integer) slot.minutes(),
        facts.about(),
        facts.detail(),
        facts.energyWh(),
        nano == null ? null : new BigDecimal(nano));
  }
}
