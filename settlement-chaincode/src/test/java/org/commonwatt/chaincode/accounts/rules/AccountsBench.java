package org.commonwatt.chaincode.accounts.rules;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;

/** A state with participants, a bank and batches, and calls as both sides make them. */
final class AccountsBench {
  static final Caller EXCHANGE = new Caller("ExchangeMSP", "submitter");
  static final Caller BANK = new Caller("BankMSP", "teller");
  static final String ZERO = "0".repeat(64);

  final MapState state = MapState.registered("m");
  private int transactions;
  private String predecessor = ZERO;
  private int slots;

  /** With home-01, home-02, exchange and bank registered. */
  static AccountsBench ready() {
    AccountsBench bench = new AccountsBench();
    for (String id : List.of("home-01", "home-02")) {
      bench.done(state -> new Participants(state).register(participant(id, "MEMBER")));
    }
    bench.done(state -> new Participants(state).register(participant("exchange", "EXCHANGE")));
    bench.done(state -> new Participants(state).register(bank("bank")));
    return bench;
  }

  static String participant(String id, String role) {
    return "{\"participant\":\"%s\",\"role\":\"%s\",\"mspId\":\"ExchangeMSP\",\"attribute\":\"submitter\"}"
        .formatted(id, role);
  }

  static String bank(String id) {
    return "{\"participant\":\"%s\",\"role\":\"BANK\",\"mspId\":\"BankMSP\",\"attribute\":\"teller\"}"
        .formatted(id);
  }

  static String transfer(String direction, String reference, String who, long amount) {
    return ("{\"bank\":\"bank\",\"reference\":\"%s\",\"direction\":\"%s\",\"participant\":\"%s\","
            + "\"amountNano\":\"%d\",\"expiresMillis\":1000}")
        .formatted(reference, direction, who, amount);
  }

  static String step(String kind, String account, long sequence, String moves, String claims) {
    return ("{\"market\":\"m\",\"kind\":\"%s\",\"account\":\"%s\",\"sequence\":%d,"
            + "\"eventHash\":\"%s\",\"moves\":[%s],\"claims\":[%s]}")
        .formatted(kind, account, sequence, "ab".repeat(32), moves, claims);
  }

  static String move(String account, String pot, long amount) {
    return "{\"account\":\"%s\",\"pot\":\"%s\",\"amountNano\":\"%d\"}"
        .formatted(account, pot, amount);
  }

  static String claim(String creditor, long amount) {
    return "{\"creditor\":\"%s\",\"amountNano\":\"%d\"}".formatted(creditor, amount);
  }

  static String allocation(String account, long sequence, long collateral) {
    return step(
        "ALLOCATION",
        account,
        sequence,
        move(account, "CASH", -collateral) + "," + move(account, "COLLATERAL", collateral),
        "");
  }

  static String postings(String after, String... batchIds) {
    return "{\"market\":\"m\",\"period\":\"day-1\",\"after\":\"%s\",\"guarantees\":false,\"batchIds\":%s}"
        .formatted(after, quoted(List.of(batchIds)));
  }

  /** The same in a market that has guarantees. */
  static String guaranteed(String after, String... batchIds) {
    return postings(after, batchIds).replace("false", "true");
  }

  static String fold(String account, String period, String... transactionIds) {
    return "{\"account\":\"%s\",\"market\":\"m\",\"period\":\"%s\",\"transactionIds\":%s}"
        .formatted(account, period, quoted(List.of(transactionIds)));
  }

  private static String quoted(List<String> all) {
    return all.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  /** Runs a call that must succeed, and commits it. */
  String done(Function<State, String> call) {
    state.transactionId = "tx-" + ++transactions;
    String result = call.apply(state);
    state.commit();
    return result;
  }

  /** The code with which a call is refused; its result when it is not. */
  String tried(Function<State, String> call) {
    try {
      return done(call);
    } catch (Refusal refusal) {
      state.written.clear();
      return refusal.code().name();
    }
  }

  /** Id of the last transaction. */
  String last() {
    return "tx-" + transactions;
  }

  AccountsBench as(Caller caller) {
    state.caller = caller;
    return this;
  }

  void deposit(String reference, String who, long amount) {
    String json = transfer("DEPOSIT", reference, who, amount);
    as(BANK).done(bank -> new Transfers(bank).propose(json));
    as(EXCHANGE).done(exchange -> new Transfers(exchange).confirm(json));
  }

  /** Records a batch in which home-01 pays home-02. */
  String batch(long amount) {
    long start = 1_659_423_600_000L + 900_000L * slots++;
    String id = "m." + start / 1000 + ".initial";
    String postings =
        amount == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "{\"account\":\"home-01\",\"amountNano\":\"%d\"},"
                    + "{\"account\":\"home-02\",\"amountNano\":\"%d\"}",
                -amount,
                amount);
    String one = "1".repeat(64);
    String json =
        ("{\"batchId\":\"%s\",\"market\":\"m\",\"slotStartMillis\":%d,\"slotMinutes\":15,"
                + "\"rulebookVersion\":1,\"rulebookHash\":\"%s\",\"auctionHash\":\"%s\","
                + "\"positionsHash\":\"%s\",\"billRoot\":\"%s\",\"billLineCount\":0,"
                + "\"predecessor\":\"%s\",\"postings\":[%s]}")
            .formatted(id, start, one, one, one, one, predecessor, postings);
    predecessor = done(exchange -> new Settlement(exchange).post(json));
    return id;
  }

  /** Hash of the last batch. */
  String head() {
    return predecessor;
  }

  String account(String id) {
    return new Accounts(state).get(id);
  }
}
