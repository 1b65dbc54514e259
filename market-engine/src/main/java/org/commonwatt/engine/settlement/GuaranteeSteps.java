package org.commonwatt.engine.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.GainsPaidOut;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.LedgerAccounts.Claim;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;

/**
 * What the events of a market's guarantees move on the ledger. The events say who pays how much; of
 * a payment back it follows from the balances until then, which are added up here, whether it comes
 * from the balance or from collateral.
 */
final class GuaranteeSteps {
  private final String market;
  private final Map<String, BigInteger> balances = new HashMap<>();
  private final Map<String, CollateralRecorded> paidIn = new HashMap<>();
  private final Set<Integer> guaranteed = new HashSet<>();
  private String exchange = "";

  GuaranteeSteps(String market) {
    this.market = market;
  }

  /** A rulebook is in force for the slots that open from now on. */
  void rulebook(Rulebook rulebook) {
    Guarantees guarantees = rulebook.guarantees();
    if (guarantees != null) {
      guaranteed.add(rulebook.version());
      exchange = guarantees.exchange();
    }
  }

  /** Whether a batch is of a rulebook with guarantees. */
  boolean secures(SettlementBatch batch) {
    return guaranteed.contains(batch.rulebookVersion());
  }

  /** A slot is settled, or settled again. */
  void settled(SettlementBatch batch) {
    if (secures(batch)) {
      for (Posting posting : batch.postings()) {
        add(posting.account(), BigInteger.valueOf(posting.amountNano()));
      }
    }
  }

  /** The step of new totals; it moves nothing when they are the former ones. */
  Step step(CollateralRecorded now, LogPlace place) {
    CollateralRecorded before =
        paidIn.getOrDefault(now.account(), new CollateralRecorded(now.account(), 0, 0));
    paidIn.put(now.account(), now);
    BigInteger collateral = difference(now.collateralNano(), before.collateralNano());
    BigInteger fund = difference(now.fundShareNano(), before.fundShareNano());
    Moves moves = new Moves();
    moves.add(now.account(), Pot.CASH, collateral.add(fund).negate());
    moves.add(now.account(), Pot.COLLATERAL, collateral);
    moves.add(now.account(), Pot.FUND, fund);
    return step(StepKind.ALLOCATION, now.account(), place, moves, List.of());
  }

  /** The step of a default. */
  Step step(AccountDefaulted told, LogPlace place) {
    Moves moves = new Moves();
    moves.add(told.account(), Pot.SETTLED, told.shortfallNano());
    moves.add(told.account(), Pot.COLLATERAL, told.collateralNano().negate());
    moves.add(told.account(), Pot.FUND, told.ownFundNano().negate());
    List<Claim> claims = new ArrayList<>();
    BigInteger ofExchange = told.exchangeNano().add(told.uncoveredNano());
    if (ofExchange.signum() != 0) {
      claims.add(new Claim(exchange, ofExchange));
    }
    for (CreditShare share : told.fund()) {
      moves.add(share.account(), Pot.FUND, share.nano().negate());
      claims.add(new Claim(share.account(), share.nano()));
    }
    moves.add(exchange, Pot.FUND, told.exchangeNano().negate());
    moves.add(exchange, Pot.SETTLED, told.uncoveredNano().negate());
    add(told.account(), told.shortfallNano());
    add(exchange, told.uncoveredNano().negate());
    return step(StepKind.DEFAULT, told.account(), place, moves, claims);
  }

  /** The step of a payment back. */
  Step step(ReceivablePaid told, LogPlace place) {
    BigInteger fromBalance = told.paidNano().min(balance(told.account()).max(BigInteger.ZERO));
    Moves moves = new Moves();
    moves.add(told.account(), Pot.SETTLED, fromBalance.negate());
    moves.add(told.account(), Pot.COLLATERAL, fromBalance.subtract(told.paidNano()));
    add(told.account(), fromBalance.negate());
    List<Claim> claims = new ArrayList<>();
    for (CreditShare share : told.to()) {
      claims.add(new Claim(share.account(), share.nano().negate()));
      if (share.account().equals(exchange)) {
        BigInteger borne = share.nano().min(balance(exchange).negate().max(BigInteger.ZERO));
        moves.add(exchange, Pot.SETTLED, borne);
        moves.add(exchange, Pot.FUND, share.nano().subtract(borne));
        add(exchange, borne);
      } else {
        moves.add(share.account(), Pot.FUND, share.nano());
      }
    }
    return step(StepKind.REPAYMENT, told.account(), place, moves, claims);
  }

  /** The step of gains that leave the market. */
  Step step(GainsPaidOut told, LogPlace place) {
    BigInteger nano = BigInteger.valueOf(told.amountNano());
    Moves moves = new Moves();
    moves.add(told.participant(), Pot.SETTLED, nano.negate());
    moves.add(told.participant(), Pot.CASH, nano);
    add(told.participant(), nano.negate());
    return step(StepKind.PAY_OUT, told.participant(), place, moves, List.of());
  }

  private Step step(
      StepKind kind, String account, LogPlace place, Moves moves, List<Claim> claims) {
    return new Step(market, kind, account, place, moves.all, claims);
  }

  private BigInteger balance(String account) {
    return balances.getOrDefault(account, BigInteger.ZERO);
  }

  private void add(String account, BigInteger nano) {
    balances.merge(account, nano, BigInteger::add);
  }

  private static BigInteger difference(long now, long before) {
    return BigInteger.valueOf(now).subtract(BigInteger.valueOf(before));
  }

  /** Moves without those of nothing. */
  private static final class Moves {
    private final List<Move> all = new ArrayList<>();

    private void add(String account, Pot pot, BigInteger nano) {
      if (nano.signum() != 0) {
        all.add(new Move(account, pot, nano));
      }
    }
  }
}
