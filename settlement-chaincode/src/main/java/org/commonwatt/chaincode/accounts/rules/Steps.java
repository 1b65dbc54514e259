package org.commonwatt.chaincode.accounts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Share;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Wallet;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.LedgerAccounts;
import org.commonwatt.model.LedgerAccounts.Claim;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a market's guarantees, as its log has them: collateral that is allocated and
 * released, who stands in for whom, who pays back, and gains that leave the market. The market's
 * core says what a step moves; here it is booked, once and in order. Who bears a default, and who
 * is paid back, is computed again.
 */
public final class Steps {
  /** The event of a step. */
  public static final String STEP_POSTED = "StepPosted";

  private final State state;
  private final AccountRows rows;

  /** Steps on a state, for one transaction. */
  public Steps(State state) {
    this.state = state;
    this.rows = new AccountRows(state);
  }

  /**
   * Books a step; its market has guarantees from then on. Only for a submitter of the exchange. No
   * more is taken from collateral and fund shares than there is; what is settled may become
   * negative, and cash as far as what is settled in other markets makes up for it.
   *
   * @param json canonical JSON of the step
   * @return the account as {@link Accounts#get} shows its part in the market
   * @throws Refusal with the first code that applies
   */
  public String post(String json) {
    state.caller().requireMayPost();
    Step step = AccountsText.step(json);
    requireForm(step);
    Share own = rows.share(step.market(), step.account());
    if (step.place().sequence() <= own.sequence()) {
      throw new Refusal(
          RefusalCode.STEP_NOT_NEWER,
          "the last step of " + step.account() + " is that of event " + own.sequence());
    }
    Map<String, Share> shares = new TreeMap<>(Map.of(step.account(), own));
    step.moves().stream()
        .filter(move -> move.pot() != Pot.CASH)
        .forEach(
            move ->
                shares.computeIfAbsent(
                    move.account(), account -> rows.share(step.market(), account)));
    Fund fund = new Fund(state, rows, step.market());
    if (concernsFund(step)) {
      fund.follow(step.place().sequence());
    }
    requireWaterfall(step, fund, shares);
    for (Move move : step.moves()) {
      if (move.pot() == Pot.CASH) {
        moveCash(step, move);
      } else {
        shares.computeIfPresent(move.account(), (account, before) -> moved(before, move));
      }
    }
    step.claims().forEach(claim -> owe(step, claim));
    shares.computeIfPresent(step.account(), (account, now) -> now.at(step.place().sequence()));
    shares.values().forEach(rows::put);
    step.moves().stream()
        .filter(move -> move.pot() == Pot.FUND || fund.parts().containsKey(move.account()))
        .map(Move::account)
        .distinct()
        .forEach(account -> fund.keep(Objects.requireNonNull(shares.get(account))));
    rows.secure(step.market());
    state.event(
        STEP_POSTED,
        "{\"market\":\"%s\",\"account\":\"%s\",\"sequence\":%d}"
            .formatted(step.market(), step.account(), step.place().sequence()));
    return Objects.requireNonNull(shares.get(step.account())).write();
  }

  /** Whether a step depends on what the default fund has, or changes it. */
  private static boolean concernsFund(Step step) {
    return step.kind() == StepKind.DEFAULT
        || step.kind() == StepKind.REPAYMENT
        || step.moves().stream().anyMatch(move -> move.pot() == Pot.FUND);
  }

  private void requireWaterfall(Step step, Fund fund, Map<String, Share> shares) {
    if (step.kind() != StepKind.DEFAULT && step.kind() != StepKind.REPAYMENT) {
      return;
    }
    fund.read();
    shares.values().stream()
        .filter(share -> !share.account().equals(step.account()))
        .forEach(fund::know);
    if (step.kind() == StepKind.DEFAULT) {
      new Waterfall(step, fund.parts())
          .requireDefault(Objects.requireNonNull(shares.get(step.account())));
      return;
    }
    SortedMap<String, BigInteger> owed = new TreeMap<>();
    StateKey claims = new StateKey("account-claim", List.of(step.account(), step.market()));
    for (String stored : state.range(claims, LedgerAccounts.MOST_MOVES)) {
      JsonNode node = Fields.object("claim", stored);
      String creditor = node.required("creditor").textValue();
      owed.put(creditor, AccountRows.amount(node, "amountNano"));
      if (!fund.parts().containsKey(creditor)) {
        fund.know(rows.share(step.market(), creditor));
      }
    }
    new Waterfall(step, fund.parts()).requireRepayment(owed);
  }

  private static void requireForm(Step step) {
    BigInteger sum = BigInteger.ZERO;
    Set<String> seen = new HashSet<>();
    for (Move move : step.moves()) {
      sum = sum.add(move.amountNano());
      if (!seen.add(move.account() + " " + move.pot())) {
        throw Fields.malformed("moves", "must name each pot of an account once");
      }
      boolean ofOwn = step.kind() == StepKind.ALLOCATION || step.kind() == StepKind.PAY_OUT;
      if (ofOwn && !move.account().equals(step.account())) {
        throw Fields.malformed("moves", "of " + step.kind() + " must be its account's own");
      }
      if (!pots(step.kind()).contains(move.pot())) {
        throw Fields.malformed("moves", "of " + step.kind() + " have no pot " + move.pot());
      }
    }
    for (Claim claim : step.claims()) {
      if (!seen.add("claim " + claim.creditor())) {
        throw Fields.malformed("claims", "must name each creditor once");
      }
    }
    if (step.kind() == StepKind.PAY_OUT) {
      requirePayOut(step);
    }
    if (sum.signum() != 0) {
      throw new Refusal(
          RefusalCode.SUM_NOT_ZERO, "the moves sum to " + sum + " nano-currency, not to 0");
    }
  }

  private static void requirePayOut(Step step) {
    boolean toCash =
        step.moves().stream()
            .anyMatch(move -> move.pot() == Pot.CASH && move.amountNano().signum() > 0);
    if (!toCash || step.moves().size() != 2) {
      throw Fields.malformed("moves", "of PAY_OUT must be from SETTLED to CASH");
    }
    if (!step.claims().isEmpty()) {
      throw Fields.malformed("claims", "must be none of PAY_OUT");
    }
  }

  /** Which pots a step may move. */
  private static Set<Pot> pots(StepKind kind) {
    return switch (kind) {
      case ALLOCATION -> Set.of(Pot.CASH, Pot.COLLATERAL, Pot.FUND);
      case PAY_OUT -> Set.of(Pot.CASH, Pot.SETTLED);
      case DEFAULT, REPAYMENT -> Set.of(Pot.SETTLED, Pot.COLLATERAL, Pot.FUND);
    };
  }

  private void moveCash(Step step, Move move) {
    Wallet wallet = rows.wallet(step.account());
    if (step.kind() == StepKind.PAY_OUT) { // a frozen one, too: what is behind must not wait for it
      rows.participant(step.account());
      rows.requireAvailable(
          wallet, move.amountNano(), new Available(rows).settledIn(step.market()));
    } else if (move.amountNano().signum() < 0) {
      rows.active(step.account());
      rows.requireAvailable(
          wallet, move.amountNano().negate(), new Available(rows).toAllocate(step.market()));
    }
    rows.put(wallet.with(move.amountNano(), BigInteger.ZERO));
  }

  private static Share moved(Share before, Move move) {
    Share now = before.moved(move.pot(), move.amountNano());
    if (now.collateral().signum() < 0 || now.fund().signum() < 0) {
      throw new Refusal(
          RefusalCode.NOT_AVAILABLE,
          "%s of %s has less than %s nano-currency"
              .formatted(move.pot(), before.account(), move.amountNano().negate()));
    }
    return now;
  }

  private void owe(Step step, Claim claim) {
    StateKey key =
        new StateKey("account-claim", List.of(step.account(), step.market(), claim.creditor()));
    @Nullable String stored = state.get(key);
    BigInteger owed = claim.amountNano();
    if (stored != null) {
      JsonNode node = Fields.object("claim", stored);
      owed = owed.add(AccountRows.amount(node, "amountNano"));
    }
    if (owed.signum() < 0) {
      throw new Refusal(
          RefusalCode.NOT_AVAILABLE,
          step.account() + " owes " + claim.creditor() + " less than is paid back");
    }
    if (owed.signum() == 0) {
      state.delete(key);
      return;
    }
    state.put(
        key,
        "{\"market\":\"%s\",\"creditor\":\"%s\",\"amountNano\":\"%s\"}"
            .formatted(step.market(), claim.creditor(), owed));
  }
}
