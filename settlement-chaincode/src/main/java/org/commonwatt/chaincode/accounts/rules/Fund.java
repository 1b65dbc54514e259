package org.commonwatt.chaincode.accounts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Share;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.LedgerAccounts;
import org.commonwatt.model.LedgerAccounts.Role;
import org.jspecify.annotations.Nullable;

/**
 * The default fund of a market: who has a share in it, kept by market so that a default can be held
 * against all of them. Shares that no step has moved since version 7 of the contracts are not in
 * it.
 */
final class Fund {
  private final State state;
  private final AccountRows rows;
  private final String market;
  private final SortedMap<String, Part> parts = new TreeMap<>();

  /**
   * A part of it.
   *
   * @param nano the account's share
   * @param isExchange whether it is the exchange's, which comes before the others'
   */
  record Part(String account, BigInteger nano, boolean isExchange) {}

  /** The fund of a market, of which nothing is read yet. */
  Fund(State state, AccountRows rows, String market) {
    this.state = state;
    this.rows = rows;
    this.market = market;
  }

  /**
   * The steps of the fund, of whatever account, follow the log: what a default takes depends on
   * what was in it then.
   *
   * @param sequence of the step's event
   * @throws Refusal {@code STEP_NOT_NEWER} when a step of a later event is booked
   */
  void follow(long sequence) {
    StateKey last = new StateKey("account-fund-last", List.of(market));
    @Nullable String stored = state.get(last);
    if (stored != null && sequence <= Long.parseLong(stored)) {
      throw new Refusal(
          RefusalCode.STEP_NOT_NEWER,
          "the last step of the default fund of " + market + " is that of event " + stored);
    }
    state.put(last, Long.toString(sequence));
  }

  /** Reads it as a range: a share that changes meanwhile makes this transaction invalid. */
  void read() {
    for (String stored :
        state.range(new StateKey("account-fund", List.of(market)), LedgerAccounts.MOST_MOVES)) {
      JsonNode node = Fields.object("fund", stored);
      String account = node.required("account").textValue();
      parts.put(
          account,
          new Part(
              account,
              AccountRows.amount(node, "fundShareNano"),
              node.required("exchange").booleanValue()));
    }
  }

  /** The parts that are known, by account. */
  SortedMap<String, Part> parts() {
    return parts;
  }

  /** Adds an account's part as its share in the market has it, unless it is known. */
  Part know(Share share) {
    return parts.computeIfAbsent(
        share.account(), account -> new Part(account, share.fund(), isExchange(account)));
  }

  private boolean isExchange(String account) {
    return rows.hasParticipant(account)
        && rows.participant(account).participant().role() == Role.EXCHANGE;
  }

  /** Keeps what an account has now; that of the exchange even when it is nothing. */
  void keep(Share share) {
    boolean isExchange = know(share).isExchange();
    StateKey key = key(market, share.account());
    if (share.fund().signum() == 0 && !isExchange) {
      state.delete(key);
      return;
    }
    state.put(
        key,
        "{\"market\":\"%s\",\"account\":\"%s\",\"fundShareNano\":\"%s\",\"exchange\":%s}"
            .formatted(market, share.account(), share.fund(), isExchange));
  }

  private static StateKey key(String market, String account) {
    return new StateKey("account-fund", List.of(market, account));
  }
}
