package org.commonwatt.chaincode.accounts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Delta;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Share;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Wallet;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.chaincode.settlement.rules.WaysToPay;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * Postings to accounts, and what these have. Batches make a row for each account, which one writer
 * adds up later, so that nobody waits for anybody's balance.
 */
public final class Accounts {
  /** The event of batches whose postings have come to the accounts. */
  public static final String BATCHES_POSTED = "BatchesPosted";

  private final State state;
  private final AccountRows rows;

  /** Accounts on a state, for one transaction. */
  public Accounts(State state) {
    this.state = state;
    this.rows = new AccountRows(state);
  }

  /**
   * Brings the postings of recorded batches to the accounts, each once and always, whatever there
   * is. This and folding only for a submitter of the exchange.
   *
   * @param json canonical JSON of {@link Postings}
   * @return what {@link #posted} returns from now on
   * @throws Refusal with the first code that applies
   */
  public String post(String json) {
    state.caller().requireMayPost();
    Postings wanted = AccountsText.postings(json);
    WaysToPay.requireAccounts(wanted.market(), state);
    @Nullable String stored = state.get(WaysToPay.accounts(wanted.market()));
    JsonNode before = stored == null ? null : Fields.object("posted", stored);
    Hash reached = before == null ? Hash.ZERO : new Hash(before.required("batchHash").textValue());
    if (!wanted.after().equals(reached)) {
      throw new Refusal(
          RefusalCode.WRONG_STRETCH, "after must be " + reached + ", where the last post ended");
    }
    SortedMap<String, BigInteger> sums = new TreeMap<>();
    for (String batchId : wanted.batchIds()) {
      reached = add(Settlement.recorded(state, wanted.market(), batchId), reached, sums);
    }
    sums.values().removeIf(sum -> sum.signum() == 0);
    sums.forEach((account, sum) -> rows.add(account, wanted, sum));
    long count = before == null ? 0 : before.required("batches").longValue();
    String next =
        "{\"batchHash\":\"%s\",\"batches\":%d}"
            .formatted(reached, count + wanted.batchIds().size());
    state.put(WaysToPay.accounts(wanted.market()), next);
    if (wanted.guarantees()) {
      rows.secure(wanted.market());
    }
    state.event(BATCHES_POSTED, "{\"market\":\"" + wanted.market() + "\"," + next.substring(1));
    return next;
  }

  private static Hash add(
      Settlement.Recorded recorded, Hash predecessor, SortedMap<String, BigInteger> sums) {
    SettlementBatch batch = recorded.batch();
    if (!batch.predecessor().equals(predecessor)) {
      throw new Refusal(
          RefusalCode.WRONG_STRETCH,
          batch.batchId() + " does not follow: name batches in the order of their chain");
    }
    for (Posting posting : batch.postings()) {
      sums.merge(posting.account(), BigInteger.valueOf(posting.amountNano()), BigInteger::add);
    }
    return recorded.hash();
  }

  /**
   * Adds rows of an account up into what it has in their market, each once; those that their market
   * did not secure into its cash.
   *
   * @param json canonical JSON of {@link Fold}
   * @return what it has there, as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String fold(String json) {
    state.caller().requireMayPost();
    Fold wanted = AccountsText.fold(json);
    BigInteger settled = BigInteger.ZERO;
    BigInteger cash = BigInteger.ZERO;
    for (String transactionId : wanted.transactionIds()) {
      Delta row = rows.take(wanted, transactionId);
      settled = row.disposable() ? settled : settled.add(row.amount());
      cash = row.disposable() ? cash.add(row.amount()) : cash;
    }
    Share share = rows.share(wanted.market(), wanted.account());
    if (settled.signum() != 0) {
      share = share.moved(Pot.SETTLED, settled);
      rows.put(share);
    }
    if (cash.signum() != 0) {
      rows.put(rows.wallet(wanted.account()).with(cash, BigInteger.ZERO));
    }
    return share.write();
  }

  /**
   * How far the batches of a market have come: {@code {"batchHash":…,"batches":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code HEAD_NOT_FOUND}
   */
  public String posted(String market) {
    @Nullable String stored = state.get(WaysToPay.accounts(AccountsText.id("market", market)));
    if (stored == null) {
      throw new Refusal(
          RefusalCode.HEAD_NOT_FOUND, "no batch of " + market + " has come to the accounts");
    }
    return stored;
  }

  /**
   * An account with all it has; zeros for one that nobody has posted to: {@code
   * {"account":…,"cashNano":…,"heldNano":…,"availableNano":…,"rows":[…],"markets":[…],"owes":[…]}}.
   * Available is what may be paid out, less than 0 for who owes.
   *
   * @throws Refusal {@code MALFORMED} when the account is not an id
   */
  public String get(String account) {
    Wallet wallet = rows.wallet(AccountsText.id("account", account));
    List<String> waiting = state.list(AccountRows.deltas(account));
    List<String> shares = state.list(AccountRows.shares(account));
    String kept = wallet.write();
    return kept.substring(0, kept.length() - 1)
        + ",\"availableNano\":\""
        + new Available(rows).toPayOut(wallet, shares, waiting)
        + "\",\"rows\":"
        + joined(waiting)
        + ",\"markets\":"
        + joined(shares)
        + ",\"owes\":"
        + joined(state.list(new StateKey("account-claim", List.of(account))))
        + "}";
  }

  private static String joined(List<String> values) {
    return values.stream().collect(Collectors.joining(",", "[", "]"));
  }
}
