package org.commonwatt.chaincode.accounts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.ZERO;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.allocation;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.claim;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.guaranteed;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.move;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.postings;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.step;

import java.math.BigInteger;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of the guarantees. */
class StepsTest {
  private final AccountsBench bench = AccountsBench.ready();

  private String stepped(String json) {
    return bench.tried(state -> new Steps(state).post(json));
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

  /** Else a default could take from a share that was not there yet, or is gone already. */
  @Test
  void whatConcernsTheFundFollowsTheLogWhoeverItIsOf() {
    bench.deposit("r-1", "home-01", 100);
    bench.deposit("r-2", "home-02", 100);
    assertThat(stepped(share("home-01", 7, 10))).contains("\"fundShareNano\":\"10\"");
    assertThat(stepped(share("home-02", 6, 10))).isEqualTo("STEP_NOT_NEWER");
    assertThat(stepped(allocation("home-02", 6, 10))).as("no share").contains("\"sequence\":6");
    assertThat(stepped(share("home-02", 8, 10))).contains("\"fundShareNano\":\"10\"");
    String otherMarket = share("home-02", 1, 10).replace("\"m\"", "\"n\"");
    assertThat(stepped(otherMarket)).contains("\"market\":\"n\"");
  }

  private static String share(String account, long sequence, long amount) {
    return step(
        "ALLOCATION",
        account,
        sequence,
        move(account, "CASH", -amount) + "," + move(account, "FUND", amount),
        "");
  }

  /** home-01 pays home-02 70 in a market with guarantees, which lets 50 of them go. */
  @Test
  void gainsAreAtDisposalOnceTheMarketLetsThemGo() {
    bench.done(state -> new Accounts(state).post(guaranteed(ZERO, bench.batch(70))));
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"0\"");
    assertThat(stepped(payOut("home-02", 3, 71))).as("rows count").isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(payOut("home-02", 3, 50))).contains("\"sequence\":3");
    assertThat(bench.account("home-02"))
        .contains("\"cashNano\":\"50\"", "\"availableNano\":\"50\"", "\"settledNano\":\"-50\"");
    assertThat(stepped(payOut("home-02", 3, 1))).isEqualTo("STEP_NOT_NEWER");
    assertThat(stepped(payOut("home-02", 4, 21))).isEqualTo("NOT_AVAILABLE");
    assertThat(stepped(payOut("home-01", 4, 1))).as("who lost").isEqualTo("NOT_AVAILABLE");
    bench.done(state -> new Participants(state).freeze("home-02"));
    assertThat(stepped(payOut("home-02", 4, 20))).as("frozen").contains("\"sequence\":4");
    String out = AccountsBench.transfer("WITHDRAWAL", "r-9", "home-02", 70);
    assertThat(bench.tried(state -> new Transfers(state).propose(out)))
        .contains("PARTICIPANT_FROZEN");
    bench.done(state -> new Participants(state).unfreeze("home-02"));
    assertThat(bench.tried(state -> new Transfers(state).propose(out))).contains("PROPOSED");
    assertThat(bench.account("home-02")).contains("\"availableNano\":\"0\"");
    assertThat(stepped(payOut("stranger", 5, 1))).isEqualTo("PARTICIPANT_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CASH | COLLATERAL | MALFORMED",
        "SETTLED | COLLATERAL | MALFORMED",
        "SETTLED | FUND | MALFORMED",
        "\"amountNano\":\"5\" | \"amountNano\":\"6\" | SUM_NOT_ZERO",
        "{\"account\":\"home-02\",\"pot\":\"SE | {\"account\":\"home-01\",\"pot\":\"SE | MALFORMED",
        "\"claims\":[] | \"claims\":[{\"creditor\":\"home-01\",\"amountNano\":\"1\"}] | MALFORMED",
        "PAY_OUT | ALLOCATION | MALFORMED",
        "PAY_OUT | REPAYMENT | MALFORMED"
      })
  void whatIsNoPayOutIsRefused(String from, String to, String code) {
    bench.done(state -> new Accounts(state).post(guaranteed(ZERO, bench.batch(70))));
    String json = payOut("home-02", 1, 5);
    assertThat(json.replace(from, to)).isNotEqualTo(json);
    assertThat(stepped(json.replace(from, to))).isEqualTo(code);
    assertThat(stepped(payOut("home-02", 1, -5))).as("back again").isEqualTo("MALFORMED");
    assertThat(stepped(step("PAY_OUT", "home-02", 1, "", ""))).isEqualTo("MALFORMED");
  }

  private static String payOut(String account, long sequence, long amount) {
    return step(
        "PAY_OUT",
        account,
        sequence,
        move(account, "SETTLED", -amount) + "," + move(account, "CASH", amount),
        "");
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

  /**
   * home-01 has 10 of collateral and 5 in the fund, the exchange 20, home-02 60; 40 are missing.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10 | 5 | 20 | 5 | 0 | 25 | 0",
        "9 | 5 | 20 | 6 | 0 | 20 | 6",
        "10 | 4 | 20 | 6 | 0 | 20 | 6",
        "10 | 5 | 19 | 6 | 0 | 19 | 6",
        "10 | 5 | 20 | 4 | 1 | 21 | 4",
        "10 | 5 | 20 | 5 | 0 | 20 | 4",
        "10 | 5 | 20 | 5 | 0 | 21 | 5",
        "10 | 5 | 20 | 5 | 0 | 20 | 0",
        "10 | 5 | 20 | 5 | 0 | 20 | 5"
      })
  void aDefaultIsBorneInTurnAndOwedToWhoBoreIt(
      int collateral, int own, int exchange, int member, int beyond, int owed, int owedToMember) {
    fund("home-01", 1, 10, 5);
    fund("exchange", 2, 0, 20);
    fund("home-02", 3, 0, 60);
    String moves =
        String.join(
            ",",
            move("home-01", "SETTLED", collateral + own + exchange + member + beyond),
            move("home-01", "COLLATERAL", -collateral),
            move("home-01", "FUND", -own),
            move("home-02", "FUND", -member),
            move("exchange", "FUND", -exchange)
                + (beyond == 0 ? "" : "," + move("exchange", "SETTLED", -beyond)));
    String claims =
        claim("exchange", owed) + (owedToMember == 0 ? "" : "," + claim("home-02", owedToMember));
    assertThat(stepped(step("DEFAULT", "home-01", 9, moves, claims)))
        .contains(owed == 20 && owedToMember == 5 ? "\"sequence\":9" : "WATERFALL_DIFFERS");
  }

  private void fund(String account, long sequence, long collateral, long share) {
    bench.deposit("r-" + account, account, collateral + share);
    String moves = move(account, "CASH", -collateral - share);
    moves += collateral == 0 ? "" : "," + move(account, "COLLATERAL", collateral);
    moves += "," + move(account, "FUND", share);
    assertThat(stepped(step("ALLOCATION", account, sequence, moves, ""))).contains("sequence");
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

  /** A default may take from every member of a fund; the limit is that of a market's accounts. */
  @Test
  void aFundOfManyMembersStandsInForOne() {
    int members = 1_000;
    StringBuilder moves = new StringBuilder(move("home-01", "SETTLED", members));
    StringBuilder claims = new StringBuilder();
    AccountRows rows = new AccountRows(bench.state);
    for (int i = 0; i < members; i++) {
      String member = "fund-" + i;
      rows.put(rows.share("m", member).moved(Pot.FUND, BigInteger.TEN));
      moves.append(',').append(move(member, "FUND", -1));
      claims.append(i == 0 ? "" : ",").append(claim(member, 1));
    }
    bench.state.commit();
    assertThat(stepped(step("DEFAULT", "home-01", 1, moves.toString(), claims.toString())))
        .contains("\"settledNano\":\"1000\"");
    assertThat(bench.account("fund-999")).contains("\"fundShareNano\":\"9\"");
    assertThat(bench.account("home-01")).contains("\"creditor\":\"fund-999\"");
  }
}
