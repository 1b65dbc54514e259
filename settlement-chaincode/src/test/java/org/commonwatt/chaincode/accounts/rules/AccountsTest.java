package org.commonwatt.chaincode.accounts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.BANK;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.EXCHANGE;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.ZERO;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.allocation;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.claim;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.fold;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.move;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.postings;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.step;
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
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Postings, rows that are folded, and the steps of the guarantees. */
class AccountsTest {
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

  @Test
  void batchesMakeARowForEachAccountThatIsFoldedOnce() {
    String first = bench.batch(70);
    String second = bench.batch(30);
    assertThat(post(postings(ZERO, first, second)))
        .isEqualTo("{\"batchHash\":\"" + bench.head() + "\",\"batches\":2}");
    String row = bench.last();
    assertThat(bench.state.event).contains("BatchesPosted", "\"batches\":2");
    assertThat(bench.account("home-01"))
        .contains("\"cashNano\":\"0\"", "\"availableNano\":\"-100\"", "day-1", row);
    assertThat(folded(fold("home-01", "day-1", row)))
        .isEqualTo(
            "{\"market\":\"m\",\"account\":\"home-01\",\"settledNano\":\"-100\","
                + "\"collateralNano\":\"0\",\"fundShareNano\":\"0\",\"sequence\":0}");
    assertThat(bench.account("home-01")).contains("\"availableNano\":\"-100\"", "\"rows\":[]");
    assertThat(folded(fold("home-01", "day-1", row))).isEqualTo("DELTA_NOT_FOUND");
    assertThat(folded(fold("home-02", "day-2", row))).isEqualTo("DELTA_NOT_FOUND");
    assertThat(new Accounts(bench.state).posted("m")).contains("\"batches\":2");
  }

  @Test
  void eachBatchIsPostedOnceInTheOrderOfTheChain() {
    assertThat(bench.tried(state -> new Accounts(state).posted("m"))).isEqualTo("HEAD_NOT_FOUND");
    String first = bench.batch(70);
    String afterFirst = bench.head();
    String second = bench.batch(30);
    assertThat(post(postings(ZERO, second))).isEqualTo("WRONG_STRETCH");
    assertThat(post(postings(ZERO, first, first))).isEqualTo("WRONG_STRETCH");
    assertThat(post(postings(afterFirst, second))).isEqualTo("WRONG_STRETCH");
    assertThat(post(postings(ZERO, first))).contains(afterFirst);
    assertThat(post(postings(ZERO, first))).isEqualTo("WRONG_STRETCH");
    assertThat(post(postings(afterFirst, "m.7.initial"))).isEqualTo("BATCH_NOT_FOUND");
    assertThat(post(postings(afterFirst, second))).contains(bench.head());
  }

  @Test
  void settlementPostsToWhoIsFrozenUnknownOrHasNothing() {
    bench.done(state -> new Participants(state).freeze("home-02"));
    String batch = bench.batch(70);
    assertThat(post(postings(ZERO, batch))).contains("\"batches\":1");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"70\"");
    assertThat(bench.account("home-01")).contains("\"availableNano\":\"-70\"");
  }

  @Test
  void rowsThatWaitCountForWhatIsPaidOut() {
    bench.deposit("r-1", "home-01", 100);
    bench.done(state -> new Accounts(state).post(postings(ZERO, bench.batch(70))));
    String out = transfer("WITHDRAWAL", "r-2", "home-01", 31);
    assertThat(bench.tried(state -> new Transfers(state).propose(out))).isEqualTo("NOT_AVAILABLE");
    String less = out.replace("31", "30");
    assertThat(bench.tried(state -> new Transfers(state).propose(less))).contains("PROPOSED");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"70\"", "\"availableNano\":\"0\"");
    String gains = transfer("WITHDRAWAL", "r-3", "home-02", 70);
    assertThat(bench.tried(state -> new Transfers(state).propose(gains))).contains("PROPOSED");
  }

  /** A market that secures its debts needs no cash for them, and gives no gains away. */
  @Test
  void whereCollateralSecuresDebtsGainsStayAndDebtsCountAsFarAsItLacks() {
    bench.deposit("r-1", "home-01", 100);
    bench.deposit("r-2", "home-02", 100);
    assertThat(stepped(allocation("home-01", 1, 60))).contains("\"collateralNano\":\"60\"");
    assertThat(stepped(allocation("home-02", 2, 60))).contains("\"collateralNano\":\"60\"");
    bench.done(state -> new Accounts(state).post(postings(ZERO, bench.batch(70))));
    assertThat(bench.account("home-01")).as("60 of 70").contains("\"availableNano\":\"30\"");
    assertThat(bench.account("home-02")).as("not 110").contains("\"availableNano\":\"40\"");
    assertThat(stepped(allocation("home-01", 3, 41))).isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(allocation("home-01", 3, 40))).contains("\"collateralNano\":\"100\"");
  }

  @Test
  void theDebtOfAnotherMarketIsNoMoneyForThisOne() {
    bench.deposit("r-1", "home-01", 100);
    bench.done(state -> new Accounts(state).post(postings(ZERO, bench.batch(70))));
    String other = allocation("home-01", 1, 31).replace("\"market\":\"m\"", "\"market\":\"n\"");
    assertThat(stepped(other)).isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(other.replace("31", "30"))).contains("\"market\":\"n\"");
  }

  @Test
  void tooManyRowsMustBeFoldedFirst() {
    AccountRows rows = new AccountRows(bench.state);
    for (int i = 0; i <= AccountRows.MOST_DELTAS; i++) {
      bench.state.transactionId = "row-" + i;
      rows.add("home-01", "m", "day-1", BigInteger.ONE);
    }
    bench.state.commit();
    assertThat(stepped(allocation("home-01", 1, 1))).isEqualTo("FOLD_FIRST");
    bench.deposit("r-1", "home-01", 1);
    assertThat(folded(fold("home-01", "day-1", "row-0"))).contains("\"settledNano\":\"1\"");
    assertThat(stepped(allocation("home-01", 1, 1))).contains("\"sequence\":1");
  }

  @Test
  void collateralIsAllocatedAndReleasedInTheOrderOfTheLog() {
    bench.deposit("r-1", "home-01", 100);
    assertThat(stepped(allocation("home-01", 5, 60)))
        .isEqualTo(
            "{\"market\":\"m\",\"account\":\"home-01\",\"settledNano\":\"0\","
                + "\"collateralNano\":\"60\",\"fundShareNano\":\"0\",\"sequence\":5}");
    assertThat(bench.state.event).contains("StepPosted", "\"sequence\":5");
    assertThat(stepped(allocation("home-01", 5, 60))).isEqualTo("STEP_NOT_NEWER");
    assertThat(stepped(allocation("home-01", 4, 10))).isEqualTo("STEP_NOT_NEWER");
    assertThat(stepped(allocation("home-01", 6, -61))).isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(allocation("home-01", 6, -20))).contains("\"collateralNano\":\"40\"");
    assertThat(bench.account("home-01")).contains("\"availableNano\":\"60\"");
    bench.done(state -> new Participants(state).freeze("home-01"));
    assertThat(stepped(allocation("home-01", 7, 1))).isEqualTo("PARTICIPANT_FROZEN");
    assertThat(stepped(allocation("home-01", 7, -1))).contains("\"collateralNano\":\"39\"");
    assertThat(stepped(allocation("stranger", 7, 1))).isEqualTo("PARTICIPANT_NOT_FOUND");
  }

  /** The example of market-rules.md: who defaults, and who stands in, to the nano. */
  @Test
  void aDefaultBecomesReceivablesAndIsPaidBack() {
    bench.deposit("r-1", "home-01", 120_000);
    bench.deposit("r-2", "exchange", 50_000);
    stepped(
        step(
            "ALLOCATION",
            "home-01",
            1,
            move("home-01", "CASH", -120_000)
                + ","
                + move("home-01", "COLLATERAL", 100_000)
                + ","
                + move("home-01", "FUND", 20_000),
            ""));
    stepped(
        step(
            "ALLOCATION",
            "exchange",
            2,
            move("exchange", "CASH", -50_000) + "," + move("exchange", "FUND", 50_000),
            ""));
    bench.done(state -> new Accounts(state).post(postings(ZERO, bench.batch(170_100_000))));
    String covered =
        step(
            "DEFAULT",
            "home-01",
            9,
            move("home-01", "SETTLED", 170_100_000)
                + ","
                + move("home-01", "COLLATERAL", -100_000)
                + ","
                + move("home-01", "FUND", -20_000)
                + ","
                + move("exchange", "FUND", -50_000)
                + ","
                + move("exchange", "SETTLED", -169_930_000),
            claim("exchange", 169_980_000));
    assertThat(stepped(covered)).contains("\"collateralNano\":\"0\",\"fundShareNano\":\"0\"");
    assertThat(bench.account("home-01"))
        .contains(
            "\"availableNano\":\"0\"", "\"creditor\":\"exchange\",\"amountNano\":\"169980000\"");
    assertThat(bench.account("exchange")).contains("\"settledNano\":\"-169930000\"");
    String tooMuch =
        step(
            "REPAYMENT",
            "home-01",
            10,
            move("home-01", "SETTLED", -170_000_000)
                + ","
                + move("exchange", "SETTLED", 170_000_000),
            claim("exchange", -170_000_000));
    assertThat(stepped(tooMuch)).isEqualTo("NOT_AVAILABLE");
    String all = tooMuch.replace("170000000", "169980000");
    assertThat(stepped(all)).contains("\"sequence\":10");
    assertThat(bench.account("home-01"))
        .contains("\"availableNano\":\"-169980000\"", "\"owes\":[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"COLLATERAL\",\"amountNano\":\"5\" | \"COLLATERAL\",\"amountNano\":\"6\" | SUM_NOT_ZERO",
        "\"amountNano\":\"5\" | \"amountNano\":\"0\" | MALFORMED",
        "COLLATERAL | CASH | MALFORMED",
        "COLLATERAL | SETTLED | MALFORMED",
        "COLLATERAL | POCKET | MALFORMED",
        "\"claims\":[] | \"claims\":{} | MALFORMED",
        "{\"account\":\"home-01\",\"pot\":\"CO | {\"account\":\"home-02\",\"pot\":\"CO | MALFORMED",
        "ALLOCATION | DEFAULT | MALFORMED",
        "\"sequence\":1 | \"sequence\":0 | MALFORMED",
        "\"claims\":[] | \"claims\":[],\"note\":1 | NOT_CANONICAL",
        "ALLOCATION | GIFT | MALFORMED"
      })
  void whatIsNoStepIsRefused(String from, String to, String code) {
    bench.deposit("r-1", "home-01", 100);
    String json = allocation("home-01", 1, 5);
    assertThat(json.replace(from, to)).isNotEqualTo(json);
    assertThat(stepped(json.replace(from, to))).isEqualTo(code);
  }

  @Test
  void amountsEndAt128Bits() {
    String wide = BigInteger.ONE.shiftLeft(127).toString();
    String json = allocation("home-01", 1, 5).replace("\"5\"", "\"" + wide + "\"");
    assertThat(stepped(json)).isEqualTo("AMOUNT_OVERFLOW");
    String twice = claim("exchange", 1) + "," + claim("exchange", 2);
    assertThat(stepped(step("DEFAULT", "home-01", 1, "", twice))).isEqualTo("MALFORMED");
  }

  @Test
  void onlyASubmitterOfTheExchangePosts() {
    String batch = bench.batch(7);
    bench.as(BANK);
    assertThat(post(postings(ZERO, batch))).isEqualTo("NOT_ALLOWED");
    assertThat(folded(fold("home-01", "day-1", "tx-1"))).isEqualTo("NOT_ALLOWED");
    assertThat(stepped(allocation("home-01", 1, 5))).isEqualTo("NOT_ALLOWED");
  }

  @Test
  void listsHaveOneEntryAndAtMostAHundred() {
    assertThat(post(postings(ZERO))).isEqualTo("MALFORMED");
    assertThat(folded(fold("home-01", "day-1"))).isEqualTo("MALFORMED");
    assertThat(folded(fold("home-01", "day-1", "a", "a"))).isEqualTo("MALFORMED");
    assertThat(folded(fold("home-01", "day-1", "a b"))).isEqualTo("MALFORMED");
    assertThat(post(postings(ZERO, "a b"))).isEqualTo("MALFORMED");
    String[] many = new String[101];
    java.util.Arrays.setAll(many, i -> "tx-" + i);
    assertThat(folded(fold("home-01", "day-1", many))).isEqualTo("MALFORMED");
    assertThat(folded(fold("home-01", "day-1", "a") + " ")).isEqualTo("NOT_CANONICAL");
    assertThat(post(postings(ZERO, "a").replace("}", ",\"x\":1}"))).isEqualTo("NOT_CANONICAL");
  }

  @Property
  void callsAndQueriesAnswerOrRefuseAnyText(@ForAll String one, @ForAll String other) {
    AccountsBench fresh = new AccountsBench();
    List<Runnable> calls =
        List.of(
            () -> new Participants(fresh.state).register(one),
            () -> new Participants(fresh.state).freeze(one),
            () -> new Participants(fresh.state).get(one),
            () -> new Transfers(fresh.state).propose(one),
            () -> new Transfers(fresh.state).confirm(one),
            () -> new Transfers(fresh.state).takeBack(one, other),
            () -> new Transfers(fresh.state).list(one),
            () -> new Steps(fresh.state).post(one),
            () -> new Accounts(fresh.state).post(one),
            () -> new Accounts(fresh.state).fold(one),
            () -> new Accounts(fresh.state).posted(one),
            () -> new Accounts(fresh.state).get(one));
    for (Runnable call : calls) {
      try {
        call.run();
      } catch (Refusal refusal) {
        assertThat(refusal.text()).matches("(?s)[A-Z_]+: .+");
      }
    }
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

  @Test
  void noRowOfAnotherContractIsTouched() {
    String batch = bench.batch(7);
    List<String> before = bench.state.list(new StateKey("delta", List.of("m")));
    post(postings(ZERO, batch));
    folded(fold("home-01", "day-1", bench.last()));
    assertThat(bench.state.list(new StateKey("delta", List.of("m")))).isEqualTo(before).hasSize(2);
  }
}
