package org.commonwatt.chaincode.accounts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.BANK;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.ZERO;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.allocation;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.fold;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.guaranteed;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.postings;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.transfer;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.junit.jupiter.api.Test;

/** Postings, rows that are folded, and what may be paid out of them. */
class AccountsTest {
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

  /** The core counts with what it posted to somebody, whether or not that one paid anything in. */
  @Test
  void whereTheMarketHasGuaranteesGainsOfWhoNeverPaidInStayToo() {
    String first = bench.batch(70);
    String afterFirst = bench.head();
    assertThat(post(postings(ZERO, first))).contains("\"batches\":1");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"70\"");
    assertThat(post(guaranteed(afterFirst, bench.batch(30)))).contains("\"batches\":2");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"0\"");
    String out = transfer("WITHDRAWAL", "r-1", "home-02", 1);
    assertThat(bench.tried(state -> new Transfers(state).propose(out))).isEqualTo("NOT_AVAILABLE");
    String other = allocation("home-02", 1, 1).replace("\"market\":\"m\"", "\"market\":\"n\"");
    assertThat(stepped(other)).as("nor is it pledged elsewhere").isEqualTo("NOT_AVAILABLE");
    assertThat(bench.account("home-01")).as("a debt").contains("\"availableNano\":\"-100\"");
  }

  @Test
  void aStepSaysThatTheMarketHasGuarantees() {
    bench.deposit("r-1", "home-01", 100);
    bench.done(state -> new Accounts(state).post(postings(ZERO, bench.batch(70))));
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"70\"");
    assertThat(stepped(allocation("home-01", 1, 30))).contains("\"sequence\":1");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"0\"");
  }

  /** What was settled before there were guarantees secures nothing and is held by nobody. */
  @Test
  void whatAMarketSettledBeforeItHadGuaranteesIsCashAndOnlyTheRestIsSettled() {
    String first = bench.batch(70);
    String afterFirst = bench.head();
    assertThat(post(disposable(ZERO, first))).contains("\"batches\":1");
    String row = bench.last();
    assertThat(bench.account("home-02"))
        .contains("\"availableNano\":\"70\"", "\"amountNano\":\"70\",\"disposable\":true}");
    assertThat(post(guaranteed(afterFirst, bench.batch(30)))).contains("\"batches\":2");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"70\"");
    assertThat(bench.account("home-01")).contains("\"availableNano\":\"-100\"");
    assertThat(folded(fold("home-02", "day-1", row))).contains("\"settledNano\":\"0\"");
    assertThat(folded(fold("home-02", "day-1", row))).isEqualTo("DELTA_NOT_FOUND");
    assertThat(bench.account("home-02"))
        .contains("\"cashNano\":\"70\"", "\"availableNano\":\"70\"", "\"amountNano\":\"30\"}");
    assertThat(stepped(allocation("home-02", 1, 71))).isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(allocation("home-02", 1, 60))).contains("\"collateralNano\":\"60\"");
    String out = transfer("WITHDRAWAL", "r-1", "home-02", 10);
    assertThat(bench.tried(state -> new Transfers(state).propose(out))).contains("PROPOSED");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"0\"");
  }

  @Test
  void onlyWhatIsDisposableIsSaidToBe() {
    String json = disposable(ZERO, bench.batch(7));
    assertThat(post(json.replace(":true,\"batch", ":false,\"batch"))).isEqualTo("NOT_CANONICAL");
    assertThat(post(json.replace(":true,\"batch", ":\"true\",\"batch"))).isEqualTo("MALFORMED");
    assertThat(post(json)).contains("\"batches\":1");
  }

  private static String disposable(String after, String... batchIds) {
    return postings(after, batchIds).replace("false,", "false,\"disposable\":true,");
  }

  @Test
  void supplierAndGridOperatorSecureNothingAndArePaidOut() {
    for (String role : List.of("SUPPLIER", "GRID_OPERATOR")) {
      bench = new AccountsBench();
      bench.done(state -> new Participants(state).register(AccountsBench.bank("bank")));
      bench.done(
          state -> new Participants(state).register(AccountsBench.participant("home-02", role)));
      bench.done(state -> new Accounts(state).post(guaranteed(ZERO, bench.batch(70))));
      String out = transfer("WITHDRAWAL", "r-1", "home-02", 70);
      assertThat(bench.tried(state -> new Transfers(state).propose(out))).contains("PROPOSED");
    }
  }

  @Test
  void whatIsSettledElsewhereIsPledgedAndCashBecomesLessThanNothing() {
    bench.done(state -> new Accounts(state).post(postings(ZERO, bench.batch(70))));
    String other = allocation("home-02", 1, 71).replace("\"market\":\"m\"", "\"market\":\"n\"");
    assertThat(stepped(other)).isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(other.replace("71", "70"))).contains("\"collateralNano\":\"70\"");
    assertThat(bench.account("home-02"))
        .contains("\"cashNano\":\"-70\"", "\"availableNano\":\"0\"");
  }

  @Test
  void whoIsInTooManyMarketsIsNotToldToFold() {
    AccountRows rows = new AccountRows(bench.state);
    for (int i = 0; i <= AccountRows.MOST_MARKETS; i++) {
      rows.put(rows.share("n-" + i, "home-01"));
    }
    bench.state.commit();
    String out = transfer("WITHDRAWAL", "r-1", "home-01", 1);
    assertThat(bench.tried(state -> new Transfers(state).propose(out)))
        .isEqualTo("TOO_MANY_MARKETS");
  }

  @Test
  void tooManyRowsMustBeFoldedFirst() {
    AccountRows rows = new AccountRows(bench.state);
    Postings row = new Postings("m", "day-1", Hash.ZERO, false, List.of("m.0.initial"));
    for (int i = 0; i <= AccountRows.MOST_DELTAS; i++) {
      bench.state.transactionId = "row-" + i;
      rows.add("home-01", row, BigInteger.ONE);
    }
    bench.state.commit();
    assertThat(stepped(allocation("home-01", 1, 1))).isEqualTo("FOLD_FIRST");
    bench.deposit("r-1", "home-01", 1);
    assertThat(folded(fold("home-01", "day-1", "row-0"))).contains("\"settledNano\":\"1\"");
    assertThat(stepped(allocation("home-01", 1, 1))).contains("\"sequence\":1");
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
    assertThat(post(postings(ZERO, "a").replace("false", "\"false\""))).isEqualTo("MALFORMED");
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

  @Test
  void noRowOfAnotherContractIsTouched() {
    String batch = bench.batch(7);
    List<String> before = bench.state.list(new StateKey("postings", List.of("m")));
    post(postings(ZERO, batch));
    folded(fold("home-01", "day-1", bench.last()));
    assertThat(bench.state.list(new StateKey("postings", List.of("m"))))
        .isEqualTo(before)
        .isNotEmpty();
  }
}
