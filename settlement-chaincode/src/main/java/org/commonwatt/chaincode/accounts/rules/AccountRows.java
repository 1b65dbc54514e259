package org.commonwatt.chaincode.accounts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Role;
import org.jspecify.annotations.Nullable;

/** The rows of accounts in a state; a read does not see what this transaction has written. */
final class AccountRows {
  /** More rows than a folder lets gather; a call that must count them reads no more. */
  static final int MOST_DELTAS = 1_000;

  /** More markets than an account is in; likewise. */
  static final int MOST_MARKETS = 1_000;

  private static final String DELTA = "account-delta";
  private static final String SHARE = "account-market";

  private final State state;

  AccountRows(State state) {
    this.state = state;
  }

  /** A registered participant. */
  record Registered(Participant participant, boolean frozen) {
    String write() {
      return "{\"participant\":"
          + AccountsText.write(participant)
          + ",\"state\":\""
          + (frozen ? "FROZEN" : "ACTIVE")
          + "\"}";
    }
  }

  /**
   * What an account has outside of markets.
   *
   * @param cash paid in, and neither paid out nor allocated; less than 0 when what markets settled
   *     was paid out or allocated
   * @param held waits to be paid out
   */
  record Wallet(String account, BigInteger cash, BigInteger held) {
    Wallet with(BigInteger more, BigInteger moreHeld) {
      return new Wallet(account, cash.add(more), held.add(moreHeld));
    }

    String write() {
      return "{\"account\":\""
          + account
          + "\",\"cashNano\":\""
          + cash
          + "\",\"heldNano\":\""
          + held
          + "\"}";
    }
  }

  /**
   * What an account has in a market.
   *
   * @param settled what was added up of its rows, and moved by steps
   * @param sequence of the last step of this account's own, 0 for none
   */
  record Share(
      String market,
      String account,
      BigInteger settled,
      BigInteger collateral,
      BigInteger fund,
      long sequence) {

    Share moved(Pot pot, BigInteger more) {
      return new Share(
          market,
          account,
          pot == Pot.SETTLED ? settled.add(more) : settled,
          pot == Pot.COLLATERAL ? collateral.add(more) : collateral,
          pot == Pot.FUND ? fund.add(more) : fund,
          sequence);
    }

    Share at(long lastSequence) {
      return new Share(market, account, settled, collateral, fund, lastSequence);
    }

    String write() {
      return "{\"market\":\""
          + market
          + "\",\"account\":\""
          + account
          + "\",\"settledNano\":\""
          + settled
          + "\",\"collateralNano\":\""
          + collateral
          + "\",\"fundShareNano\":\""
          + fund
          + "\",\"sequence\":"
          + sequence
          + "}";
    }

    static Share read(String stored) {
      JsonNode node = Fields.object("share", stored);
      return new Share(
          node.required("market").textValue(),
          node.required("account").textValue(),
          amount(node, "settledNano"),
          amount(node, "collateralNano"),
          amount(node, "fundShareNano"),
          node.required("sequence").longValue());
    }
  }

  /**
   * A row that is not folded yet.
   *
   * @param disposable whether it becomes cash, as its market did not secure it
   */
  record Delta(
      String account,
      String market,
      String period,
      String transactionId,
      BigInteger amount,
      boolean disposable) {
    String write() {
      return "{\"account\":\""
          + account
          + "\",\"market\":\""
          + market
          + "\",\"period\":\""
          + period
          + "\",\"transactionId\":\""
          + transactionId
          + "\",\"amountNano\":\""
          + amount
          + "\""
          + (disposable ? ",\"disposable\":true" : "")
          + "}";
    }
  }

  /**
   * A registered participant.
   *
   * @throws Refusal {@code PARTICIPANT_NOT_FOUND}
   */
  Registered participant(String id) {
    @Nullable String stored = state.get(participantKey(id));
    if (stored == null) {
      throw new Refusal(
          RefusalCode.PARTICIPANT_NOT_FOUND, "no participant " + id + " is registered");
    }
    JsonNode node = Fields.object("participant", stored);
    return new Registered(
        AccountsText.participant(node.required("participant").toString()),
        node.required("state").textValue().equals("FROZEN"));
  }

  /** Whether cores count with what is settled for an account: they do with all but these. */
  boolean isSecured(String account) {
    Role role = hasParticipant(account) ? participant(account).participant().role() : Role.MEMBER;
    return role != Role.SUPPLIER && role != Role.GRID_OPERATOR;
  }

  /** The same, who must not be frozen. */
  Participant active(String id) {
    Registered found = participant(id);
    if (found.frozen()) {
      throw new Refusal(
          RefusalCode.PARTICIPANT_FROZEN, "participant " + id + " is frozen: unfreeze it first");
    }
    return found.participant();
  }

  boolean hasParticipant(String id) {
    return state.get(participantKey(id)) != null;
  }

  String put(Registered registered) {
    String stored = registered.write();
    state.put(participantKey(registered.participant().participant()), stored);
    return stored;
  }

  /** What an account has outside of markets. */
  Wallet wallet(String account) {
    @Nullable String stored = state.get(walletKey(account));
    if (stored == null) {
      return new Wallet(account, BigInteger.ZERO, BigInteger.ZERO);
    }
    JsonNode node = Fields.object("account", stored);
    return new Wallet(account, amount(node, "cashNano"), amount(node, "heldNano"));
  }

  void put(Wallet wallet) {
    state.put(walletKey(wallet.account()), wallet.write());
  }

  /** How much of an account may be used for something. */
  interface Limit {
    /** Of what is stored; less than 0 for nothing. */
    BigInteger of(Wallet wallet, List<String> shares, List<String> deltas);
  }

  /**
   * Refuses more than an account has at its disposal. Its rows are read as ranges, so one that
   * comes meanwhile makes this transaction invalid.
   */
  void requireAvailable(Wallet wallet, BigInteger wanted, Limit limit) {
    String account = wallet.account();
    List<String> rows = state.range(deltas(account), MOST_DELTAS);
    List<String> shares = state.range(shares(account), MOST_MARKETS);
    if (rows.size() > MOST_DELTAS) {
      throw new Refusal(
          RefusalCode.FOLD_FIRST,
          account + " has more than " + MOST_DELTAS + " rows: fold them first");
    }
    if (shares.size() > MOST_MARKETS) {
      throw new Refusal(
          RefusalCode.TOO_MANY_MARKETS,
          "%s is in more than %d markets: register another account for some of them"
              .formatted(account, MOST_MARKETS));
    }
    BigInteger available = limit.of(wallet, shares, rows);
    if (wanted.compareTo(available) > 0) {
      throw new Refusal(
          RefusalCode.NOT_AVAILABLE,
          account + " has " + available + " nano-currency at its disposal, not " + wanted);
    }
  }

  /** Whether a market is known to secure what its members owe. */
  boolean hasGuarantees(String market) {
    return state.get(guaranteesKey(market)) != null;
  }

  /** A market secures what its members owe, from now on. */
  void secure(String market) {
    if (!hasGuarantees(market)) {
      state.put(guaranteesKey(market), "{\"market\":\"" + market + "\"}");
    }
  }

  Share share(String market, String account) {
    @Nullable String stored = state.get(shareKey(market, account));
    return stored == null
        ? new Share(market, account, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, 0)
        : Share.read(stored);
  }

  void put(Share share) {
    state.put(shareKey(share.market(), share.account()), share.write());
  }

  /** The row of an account and this transaction, which posts batches. */
  void add(String account, Postings postings, BigInteger amount) {
    Delta delta =
        new Delta(
            account,
            postings.market(),
            postings.period(),
            state.transactionId(),
            amount,
            postings.disposable());
    state.put(
        deltaKey(account, postings.market(), postings.period(), delta.transactionId()),
        delta.write());
  }

  /**
   * Takes a row away.
   *
   * @throws Refusal {@code DELTA_NOT_FOUND}
   */
  Delta take(Fold fold, String transactionId) {
    StateKey key = deltaKey(fold.account(), fold.market(), fold.period(), transactionId);
    @Nullable String stored = state.get(key);
    if (stored == null) {
      throw new Refusal(
          RefusalCode.DELTA_NOT_FOUND,
          "no row of "
              + fold.account()
              + " in "
              + fold.period()
              + " by transaction "
              + transactionId
              + " waits: it was folded, or never made");
    }
    state.delete(key);
    return delta(stored);
  }

  static Delta delta(String stored) {
    JsonNode node = Fields.object("row", stored);
    return new Delta(
        node.required("account").textValue(),
        node.required("market").textValue(),
        node.required("period").textValue(),
        node.required("transactionId").textValue(),
        amount(node, "amountNano"),
        node.has("disposable"));
  }

  static BigInteger amount(JsonNode node, String field) {
    return new BigInteger(node.required(field).textValue());
  }

  private static StateKey participantKey(String id) {
    return new StateKey("participant", List.of(id));
  }

  private static StateKey walletKey(String account) {
    return new StateKey("account", List.of(account));
  }

  private static StateKey guaranteesKey(String market) {
    return new StateKey("account-guarantees", List.of(market));
  }

  static StateKey shares(String account) {
    return new StateKey(SHARE, List.of(account));
  }

  private static StateKey shareKey(String market, String account) {
    return new StateKey(SHARE, List.of(account, market));
  }

  static StateKey deltas(String account) {
    return new StateKey(DELTA, List.of(account));
  }

  private static StateKey deltaKey(
      String account, String market, String period, String transactionId) {
    return new StateKey(DELTA, List.of(account, market, period, transactionId));
  }
}
