package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.GainsPaidOut;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.LedgerAccounts.Claim;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the log's guarantees must move on the ledger: each event's step, by account, in order. Which
 * rulebooks have guarantees stands in commands, so steps are made when all is read.
 */
final class StatedSteps {
  private final List<Told> told = new ArrayList<>();
  private final Map<String, BigInteger> settled = new HashMap<>();
  private final Map<String, CollateralRecorded> paidIn = new HashMap<>();
  private final Map<String, List<Step>> steps = new TreeMap<>();
  private String exchange = "";

  private record Told(Event event, LogPlace place) {}

  /** Any event of the log, in order. */
  void event(Event event, LogPlace place) {
    if (event instanceof Event.SlotSettled settlement) {
      told.add(new Told(new Event.SlotSettled(settlement.batch(), List.of()), place));
    } else if (event instanceof Event.SlotRevised revised) {
      told.add(new Told(new Event.SlotSettled(revised.batch(), List.of()), place));
    } else if (event instanceof CollateralRecorded
        || event instanceof AccountDefaulted
        || event instanceof GainsPaidOut
        || event instanceof ReceivablePaid) {
      told.add(new Told(event, place));
    }
  }

  /** The steps of each account that has any. */
  Map<String, List<Step>> of(String market, List<Rulebook> rulebooks) {
    Set<Integer> guaranteed = new HashSet<>();
    for (Rulebook rulebook : rulebooks) {
      if (rulebook.guarantees() != null) {
        guaranteed.add(rulebook.version());
        exchange = rulebook.guarantees().exchange();
      }
    }
    for (Told one : told) {
      Step step = step(market, one, guaranteed);
      if (step != null && !step.moves().isEmpty()) {
        steps.computeIfAbsent(step.account(), account -> new ArrayList<>()).add(step);
      }
    }
    told.clear();
    return steps;
  }

  private @Nullable Step step(String market, Told one, Set<Integer> guaranteed) {
    List<Move> moves = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    if (one.event() instanceof CollateralRecorded now) {
      allocate(now, moves);
      return new Step(market, StepKind.ALLOCATION, now.account(), one.place(), moves, claims);
    }
    if (one.event() instanceof AccountDefaulted now) {
      cover(now, moves, claims);
      return new Step(market, StepKind.DEFAULT, now.account(), one.place(), moves, claims);
    }
    if (one.event() instanceof ReceivablePaid now) {
      payBack(now, moves, claims);
      return new Step(market, StepKind.REPAYMENT, now.account(), one.place(), moves, claims);
    }
    if (one.event() instanceof GainsPaidOut now) {
      payOut(now, moves);
      return new Step(market, StepKind.PAY_OUT, now.participant(), one.place(), moves, claims);
    }
    SettlementBatch batch = ((Event.SlotSettled) one.event()).batch();
    if (guaranteed.contains(batch.rulebookVersion())) {
      for (Posting posting : batch.postings()) {
        settle(posting.account(), BigInteger.valueOf(posting.amountNano()));
      }
    }
    return null;
  }

  private void allocate(CollateralRecorded now, List<Move> moves) {
    CollateralRecorded old = paidIn.put(now.account(), now);
    BigInteger collateral = BigInteger.valueOf(now.collateralNano());
    BigInteger fund = BigInteger.valueOf(now.fundShareNano());
    if (old != null) {
      collateral = collateral.subtract(BigInteger.valueOf(old.collateralNano()));
      fund = fund.subtract(BigInteger.valueOf(old.fundShareNano()));
    }
    move(moves, now.account(), Pot.CASH, collateral.negate().subtract(fund));
    move(moves, now.account(), Pot.COLLATERAL, collateral);
    move(moves, now.account(), Pot.FUND, fund);
  }

  private void payOut(GainsPaidOut now, List<Move> moves) {
    BigInteger nano = BigInteger.valueOf(now.amountNano());
    move(moves, now.participant(), Pot.SETTLED, nano.negate());
    move(moves, now.participant(), Pot.CASH, nano);
    settle(now.participant(), nano.negate());
  }

  private void cover(AccountDefaulted now, List<Move> moves, List<Claim> claims) {
    move(moves, now.account(), Pot.SETTLED, now.shortfallNano());
    move(moves, now.account(), Pot.COLLATERAL, now.collateralNano().negate());
    move(moves, now.account(), Pot.FUND, now.ownFundNano().negate());
    BigInteger owed = now.exchangeNano().add(now.uncoveredNano());
    if (owed.signum() > 0) {
      claims.add(new Claim(exchange, owed));
    }
    for (CreditShare share : now.fund()) {
      move(moves, share.account(), Pot.FUND, share.nano().negate());
      claims.add(new Claim(share.account(), share.nano()));
    }
    move(moves, exchange, Pot.FUND, now.exchangeNano().negate());
    move(moves, exchange, Pot.SETTLED, now.uncoveredNano().negate());
    settle(now.account(), now.shortfallNano());
    settle(exchange, now.uncoveredNano().negate());
  }

  private void payBack(ReceivablePaid now, List<Move> moves, List<Claim> claims) {
    BigInteger has = settled.getOrDefault(now.account(), BigInteger.ZERO).max(BigInteger.ZERO);
    BigInteger ofSettled = has.min(now.paidNano());
    move(moves, now.account(), Pot.SETTLED, ofSettled.negate());
    move(moves, now.account(), Pot.COLLATERAL, ofSettled.subtract(now.paidNano()));
    settle(now.account(), ofSettled.negate());
    for (CreditShare share : now.to()) {
      claims.add(new Claim(share.account(), share.nano().negate()));
      BigInteger borne = BigInteger.ZERO;
      if (share.account().equals(exchange)) {
        BigInteger lacks = settled.getOrDefault(exchange, BigInteger.ZERO).negate();
        borne = share.nano().min(lacks.max(BigInteger.ZERO));
        move(moves, exchange, Pot.SETTLED, borne);
        settle(exchange, borne);
      }
      move(moves, share.account(), Pot.FUND, share.nano().subtract(borne));
    }
  }

  private void settle(String account, BigInteger nano) {
    settled.merge(account, nano, BigInteger::add);
  }

  private static void move(List<Move> moves, String account, Pot pot, BigInteger nano) {
    if (nano.signum() != 0) {
      moves.add(new Move(account, pot, nano));
    }
  }
}
