package org.commonwatt.chaincode.accounts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.BANK;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.EXCHANGE;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.ZERO;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.allocation;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.fold;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.postings;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is tried, no money is made or lost. */
class AccountsPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AccountsBench bench = AccountsBench.ready();

  private String post(String json) {
    return bench.tried(state -> new Accounts(state).post(json));
  }

  private String folded(String json) {
    return bench.tried(state -> new Accounts(state).fold(json));
  }

  private String stepped(String json) {
    return bench.tried(state -> new Steps(state).post(json));
  }

  /** What somebody tries. */
  private record Wish(String kind, int amount) {}

  /**
   * Whatever is tried: the money in all accounts is what came to the bank less what left it, and
   * nobody takes out or pledges what it has not.
   */
  @Property(tries = 100)
  void noMoneyIsMadeOrLost(@ForAll("walks") List<Wish> walk) throws Exception {
    bench = AccountsBench.ready();
    BigInteger atBank = BigInteger.ZERO;
    int number = 0;
    String after = ZERO;
    for (Wish wish : walk) {
      number++;
      String reference = "r-" + number;
      int amount = wish.amount;
      BigInteger available = available("home-01");
      switch (wish.kind) {
        case "in" -> {
          bench.deposit(reference, "home-01", amount);
          atBank = atBank.add(BigInteger.valueOf(amount));
        }
        case "out" -> {
          String json = transfer("WITHDRAWAL", reference, "home-01", amount);
          String done = bench.tried(state -> new Transfers(state).propose(json));
          assertThat(done.equals("NOT_AVAILABLE"))
              .isEqualTo(BigInteger.valueOf(amount).compareTo(available) > 0);
          if (!done.equals("NOT_AVAILABLE") && amount % 2 == 0) {
            bench.as(BANK).done(state -> new Transfers(state).confirm(json));
            bench.as(EXCHANGE);
            atBank = atBank.subtract(BigInteger.valueOf(amount));
          }
        }
        case "pledge" -> {
          String done = stepped(allocation("home-01", number, amount));
          if (BigInteger.valueOf(amount).compareTo(available) <= 0) {
            assertThat(done).contains("\"sequence\":" + number);
          }
          assertThat(amount(JSON.readTree(bench.account("home-01")), "cashNano"))
              .as("what is pledged was there")
              .satisfiesAnyOf(
                  cash -> assertThat(cash.signum()).isNotNegative(),
                  cash -> assertThat(done).isEqualTo("NOT_AVAILABLE"));
        }
        case "release" -> stepped(allocation("home-01", number, -amount));
        default -> {
          String batch = bench.batch(amount);
          post(postings(after, batch));
          after = bench.head();
          if (amount % 2 == 0) {
            folded(fold("home-01", "day-1", bench.last()));
          }
        }
      }
      assertThat(everything()).as("%s", wish).isEqualTo(atBank);
    }
  }

  @Provide
  Arbitrary<List<Wish>> walks() {
    return Combinators.combine(
            Arbitraries.of("in", "out", "pledge", "release", "settle"),
            Arbitraries.integers().between(1, 50))
        .as(Wish::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(60);
  }

  private BigInteger everything() throws JsonProcessingException {
    BigInteger sum = BigInteger.ZERO;
    for (String account : List.of("home-01", "home-02")) {
      JsonNode node = JSON.readTree(bench.account(account));
      sum = sum.add(amount(node, "cashNano")).add(amount(node, "heldNano"));
      for (JsonNode share : node.required("markets")) {
        sum = sum.add(amount(share, "settledNano")).add(amount(share, "collateralNano"));
        sum = sum.add(amount(share, "fundShareNano"));
      }
      for (JsonNode row : node.required("rows")) {
        sum = sum.add(amount(row, "amountNano"));
      }
    }
    return sum;
  }

  private BigInteger available(String account) throws JsonProcessingException {
    return amount(JSON.readTree(bench.account(account)), "availableNano");
  }

  private static BigInteger amount(JsonNode node, String field) {
    return new BigInteger(node.required(field).textValue());
  }
}
