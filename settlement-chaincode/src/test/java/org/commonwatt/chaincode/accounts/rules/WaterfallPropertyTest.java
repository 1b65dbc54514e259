package org.commonwatt.chaincode.accounts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.claim;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.move;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.participant;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Defaults and payments back of home-01, against a model that counts in longs: what it gives is
 * booked, what is a nano beside it is refused, and no money is made or lost.
 */
class WaterfallPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEBTOR = "home-01";
  private static final String EXCHANGE = "exchange";
  private static final List<String> MEMBERS = List.of("home-02", "home-03", "home-04");

  private AccountsBench bench = AccountsBench.ready();
  private final Map<String, Long> fund = new TreeMap<>();
  private final Map<String, Long> owed = new TreeMap<>();
  private long collateral;
  private long borne;
  private long sequence;
  private long paidIn;

  /** What happens: who pays in, or how much is missing or paid back. */
  private record Happening(String kind, int who, int amount, boolean spoilt) {}

  @Provide
  Arbitrary<List<Happening>> happenings() {
    return Combinators.combine(
            Arbitraries.of("collateral", "fund", "fund", "default", "repayment"),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(true, false))
        .as(Happening::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(40);
  }

  @Property(tries = 200)
  void moneyOnlyMovesAndOnlyInTurn(@ForAll("happenings") List<Happening> happenings)
      throws IOException {
    begin();
    for (Happening one : happenings) {
      sequence++;
      switch (one.kind) {
        case "collateral" -> payIn(DEBTOR, "COLLATERAL", one.amount);
        case "fund" -> {
          List<String> all = new ArrayList<>(MEMBERS);
          all.add(DEBTOR);
          all.add(EXCHANGE);
          payIn(all.get(one.who), "FUND", one.amount);
        }
        case "default" -> fail(one.amount, one.spoilt);
        default -> payBack(one.amount, one.spoilt);
      }
      assertThat(everything()).as("%s", one).isEqualTo(BigInteger.valueOf(paidIn));
      assertThat(owes()).as("%s", one).isEqualTo(owed);
    }
  }

  private void begin() {
    bench = AccountsBench.ready();
    for (String id : List.of("home-03", "home-04")) {
      bench.done(state -> new Participants(state).register(participant(id, "MEMBER")));
    }
    fund.clear();
    owed.clear();
    collateral = 0;
    borne = 0;
    sequence = 0;
    paidIn = 0;
  }

  private void payIn(String account, String pot, int amount) {
    bench.deposit("r-" + sequence, account, amount);
    String moves = move(account, "CASH", -amount) + "," + move(account, pot, amount);
    assertThat(posted(step("ALLOCATION", account, sequence, moves, ""))).contains(account);
    paidIn += amount;
    if (pot.equals("FUND")) {
      fund.merge(account, (long) amount, Long::sum);
    } else {
      collateral += amount;
    }
  }

  /** So much is missing beyond collateral. */
  private void fail(long missing, boolean spoilt) {
    Map<String, Long> moves = new TreeMap<>();
    Map<String, Long> claims = new TreeMap<>();
    moves.put(DEBTOR + " SETTLED", collateral + missing);
    moves.put(DEBTOR + " COLLATERAL", -collateral);
    long left = missing;
    left -= give(DEBTOR, left, moves);
    long ofExchange = give(EXCHANGE, left, moves);
    left -= ofExchange;
    for (Map.Entry<String, Long> part : shared(left, weights(fund)).entrySet()) {
      give(part.getKey(), part.getValue(), moves);
      claims.put(part.getKey(), part.getValue());
      left -= part.getValue();
    }
    moves.put(EXCHANGE + " SETTLED", -left);
    claims.put(EXCHANGE, ofExchange + left);
    if (refusedWhenSpoilt("DEFAULT", moves, claims, spoilt)) {
      return;
    }
    collateral = 0;
    borne += left;
    moves.forEach(
        (key, nano) -> {
          if (key.endsWith(" FUND")) {
            fund.merge(key.substring(0, key.indexOf(' ')), nano, Long::sum);
          }
        });
    claims.forEach((creditor, nano) -> owed.merge(creditor, nano, Long::sum));
    owed.values().removeIf(nano -> nano == 0);
  }

  /** Pays back of what is settled, as if it had been posted to. */
  private void payBack(long wanted, boolean spoilt) {
    long paid = Math.min(wanted, owed.values().stream().mapToLong(Long::longValue).sum());
    if (paid == 0) {
      return;
    }
    Map<String, Long> moves = new TreeMap<>();
    Map<String, Long> claims = new TreeMap<>();
    moves.put(DEBTOR + " SETTLED", -paid);
    long left = paid;
    for (Map.Entry<String, Long> part : shared(left, weights(owed)).entrySet()) {
      moves.put(part.getKey() + " FUND", part.getValue());
      claims.put(part.getKey(), -part.getValue());
      left -= part.getValue();
    }
    long toBalance = Math.min(left, borne);
    moves.put(EXCHANGE + " SETTLED", toBalance);
    moves.put(EXCHANGE + " FUND", left - toBalance);
    claims.put(EXCHANGE, -left);
    if (refusedWhenSpoilt("REPAYMENT", moves, claims, spoilt)) {
      return;
    }
    borne -= toBalance;
    claims.forEach((creditor, nano) -> owed.merge(creditor, nano, Long::sum));
    owed.values().removeIf(nano -> nano == 0);
    moves.forEach(
        (key, nano) -> {
          if (key.endsWith(" FUND")) {
            fund.merge(key.substring(0, key.indexOf(' ')), nano, Long::sum);
          }
        });
  }

  /** Posts the step, or one in which a nano comes from, or goes to, somebody else. */
  private boolean refusedWhenSpoilt(
      String kind, Map<String, Long> moves, Map<String, Long> claims, boolean spoilt) {
    Map<String, Long> stated = new TreeMap<>(moves);
    if (spoilt) {
      String other = MEMBERS.get((int) (sequence % MEMBERS.size())) + " FUND";
      stated.merge(other, -1L, Long::sum);
      stated.merge(EXCHANGE + " SETTLED", 1L, Long::sum);
    }
    String json = step(kind, DEBTOR, sequence, moves(stated), claims(claims));
    String answer = posted(json);
    if (spoilt) {
      assertThat(answer).isIn("WATERFALL_DIFFERS", "PARTICIPANT_NOT_FOUND");
      return true;
    }
    assertThat(answer).contains("\"sequence\":" + sequence);
    return false;
  }

  private long give(String account, long wanted, Map<String, Long> moves) {
    long given = Math.min(wanted, fund.getOrDefault(account, 0L));
    moves.put(account + " FUND", -given);
    return given;
  }

  private static Map<String, Long> weights(Map<String, Long> of) {
    Map<String, Long> weights = new TreeMap<>(of);
    weights.keySet().retainAll(MEMBERS);
    return weights;
  }

  /** By quotients; what is left a nano each, to the largest remainders, then by id. */
  private static Map<String, Long> shared(long wanted, Map<String, Long> weights) {
    long sum = weights.values().stream().mapToLong(Long::longValue).sum();
    long amount = Math.min(wanted, sum);
    Map<String, Long> parts = new TreeMap<>();
    Map<String, Long> rests = new TreeMap<>();
    long left = amount;
    for (Map.Entry<String, Long> one : weights.entrySet()) {
      if (sum > 0) {
        long part = amount * one.getValue() / sum;
        parts.put(one.getKey(), part);
        rests.put(one.getKey(), amount * one.getValue() % sum);
        left -= part;
      }
    }
    for (; left > 0; left--) {
      String next =
          rests.entrySet().stream()
              .max(
                  Map.Entry.<String, Long>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
              .orElseThrow()
              .getKey();
      parts.merge(next, 1L, Long::sum);
      rests.remove(next);
    }
    return parts;
  }

  private static String moves(Map<String, Long> all) {
    List<String> moves = new ArrayList<>();
    all.forEach(
        (key, nano) -> {
          if (nano != 0) {
            moves.add(move(key.split(" ")[0], key.split(" ")[1], nano));
          }
        });
    return String.join(",", moves);
  }

  private static String claims(Map<String, Long> all) {
    List<String> claims = new ArrayList<>();
    all.forEach(
        (creditor, nano) -> {
          if (nano != 0) {
            claims.add(claim(creditor, nano));
          }
        });
    return String.join(",", claims);
  }

  private String posted(String json) {
    return bench.tried(state -> new Steps(state).post(json));
  }

  private BigInteger everything() throws IOException {
    BigInteger sum = BigInteger.ZERO;
    List<String> all = new ArrayList<>(MEMBERS);
    all.addAll(List.of(DEBTOR, EXCHANGE));
    for (String account : all) {
      JsonNode node = JSON.readTree(bench.account(account));
      sum = sum.add(amount(node, "cashNano"));
      for (JsonNode share : node.required("markets")) {
        for (String pot : List.of("settledNano", "collateralNano", "fundShareNano")) {
          sum = sum.add(amount(share, pot));
        }
      }
    }
    return sum;
  }

  private Map<String, Long> owes() throws IOException {
    Map<String, Long> owes = new TreeMap<>();
    for (JsonNode one : JSON.readTree(bench.account(DEBTOR)).required("owes")) {
      owes.put(one.required("creditor").textValue(), amount(one, "amountNano").longValueExact());
    }
    return owes;
  }

  private static BigInteger amount(JsonNode node, String field) {
    return new BigInteger(node.required(field).textValue());
  }
}
