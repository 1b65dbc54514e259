package org.commonwatt.chaincode.accounts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.BANK;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.EXCHANGE;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.bank;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.participant;
import static org.commonwatt.chaincode.accounts.rules.AccountsBench.transfer;

import org.commonwatt.chaincode.settlement.rules.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Participants, and the money that two sides agree has come or gone. */
class TransfersTest {
  private static final String IN = transfer("DEPOSIT", "r-1", "home-01", 500);
  private static final String OUT = transfer("WITHDRAWAL", "r-2", "home-01", 200);

  private final AccountsBench bench = AccountsBench.ready();

  private String propose(String json) {
    return bench.tried(state -> new Transfers(state).propose(json));
  }

  private String confirm(String json) {
    return bench.tried(state -> new Transfers(state).confirm(json));
  }

  private String takeBack(String reference) {
    return bench.tried(state -> new Transfers(state).takeBack("bank", reference));
  }

  private String register(String json) {
    return bench.tried(state -> new Participants(state).register(json));
  }

  private String freeze(String id) {
    return bench.tried(state -> new Participants(state).freeze(id));
  }

  private String unfreeze(String id) {
    return bench.tried(state -> new Participants(state).unfreeze(id));
  }

  @Test
  void aParticipantIsRegisteredOnceAndFrozenAndFreed() {
    String home = participant("home-03", "MEMBER");
    assertThat(register(home)).isEqualTo("{\"participant\":" + home + ",\"state\":\"ACTIVE\"}");
    assertThat(register(home)).isEqualTo("PARTICIPANT_EXISTS");
    assertThat(unfreeze("home-03")).isEqualTo("WRONG_STATUS");
    assertThat(freeze("home-03")).contains("FROZEN");
    assertThat(freeze("home-03")).isEqualTo("WRONG_STATUS");
    assertThat(unfreeze("home-03")).contains("ACTIVE");
    assertThat(freeze("nobody")).isEqualTo("PARTICIPANT_NOT_FOUND");
    assertThat(freeze("-")).isEqualTo("MALFORMED");
    assertThat(new Participants(bench.state).get("home-03")).contains(home);
    assertThat(new Participants(bench.state).list()).startsWith("[{").contains(home, bank("bank"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MEMBER | KING | MALFORMED",
        "home-03 | -home | MALFORMED",
        "ExchangeMSP | Exchange MSP | MALFORMED",
        "submitter\" | submitter\",\"note\":1,\"x\":\"y\" | NOT_CANONICAL",
        "MEMBER | BANK | SAME_SIDE"
      })
  void whatIsNoParticipantIsRefused(String from, String to, String code) {
    String json = participant("home-03", "MEMBER");
    assertThat(json.replace(from, to)).isNotEqualTo(json);
    assertThat(register(json.replace(from, to))).isEqualTo(code);
  }

  @Test
  void onlyASubmitterOfTheExchangeRegistersAndFreezes() {
    for (Caller other : new Caller[] {BANK, new Caller("ExchangeMSP", "observer")}) {
      bench.as(other);
      assertThat(register(participant("home-03", "MEMBER"))).isEqualTo("NOT_ALLOWED");
      assertThat(freeze("home-01")).isEqualTo("NOT_ALLOWED");
      assertThat(unfreeze("home-01")).isEqualTo("NOT_ALLOWED");
    }
  }

  @Test
  void aDepositCountsWhenTheOtherSideConfirmsTheSameText() {
    bench.as(BANK);
    assertThat(propose(IN))
        .isEqualTo("{\"transfer\":" + IN + ",\"proposedBy\":\"BANK\",\"status\":\"PROPOSED\"}");
    assertThat(bench.state.event).contains("TransferChanged", "r-1", "PROPOSED");
    assertThat(confirm(IN)).isEqualTo("SAME_SIDE");
    bench.as(EXCHANGE);
    assertThat(confirm(IN.replace("500", "501"))).isEqualTo("TRANSFER_DIFFERS");
    assertThat(bench.account("home-01")).contains("\"availableNano\":\"0\"");
    assertThat(confirm(IN)).contains("CONFIRMED");
    assertThat(confirm(IN)).isEqualTo("WRONG_STATUS");
    assertThat(takeBack("r-1")).isEqualTo("WRONG_STATUS");
    assertThat(propose(IN)).isEqualTo("REFERENCE_USED");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"500\"");
    assertThat(new Transfers(bench.state).get("bank", "r-1")).contains("CONFIRMED");
    assertThat(new Transfers(bench.state).list("bank")).startsWith("[{").contains(IN);
  }

  @Test
  void theOtherSideMayProposeToo() {
    assertThat(propose(IN)).contains("\"proposedBy\":\"EXCHANGE\"");
    assertThat(confirm(IN)).isEqualTo("SAME_SIDE");
    assertThat(bench.as(BANK).tried(state -> new Transfers(state).confirm(IN)))
        .contains("CONFIRMED");
  }

  @Test
  void whatIsToBeWithdrawnIsHeldUntilItIsPaidOutOrTakenBack() {
    assertThat(propose(OUT)).isEqualTo("NOT_AVAILABLE");
    bench.deposit("r-1", "home-01", 300);
    assertThat(propose(OUT)).contains("PROPOSED");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"100\"", "\"heldNano\":\"200\"");
    assertThat(propose(OUT.replace("r-2", "r-3"))).isEqualTo("NOT_AVAILABLE");
    assertThat(takeBack("r-2")).contains("TAKEN_BACK");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"300\"", "\"heldNano\":\"0\"");
    String again = OUT.replace("r-2", "r-3");
    assertThat(propose(again)).contains("PROPOSED");
    bench.as(BANK);
    assertThat(confirm(again)).contains("CONFIRMED");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"100\"", "\"heldNano\":\"0\"");
  }

  @Test
  void aProposalEndsWithItsTime() {
    bench.deposit("r-1", "home-01", 300);
    assertThat(propose(OUT)).contains("PROPOSED");
    bench.as(BANK).state.timestampMillis = 1_000;
    assertThat(takeBack("r-2")).as("in time").isEqualTo("SAME_SIDE");
    bench.state.timestampMillis = 1_001;
    assertThat(confirm(OUT)).isEqualTo("TRANSFER_EXPIRED");
    assertThat(propose(OUT.replace("r-2", "r-9"))).isEqualTo("TRANSFER_EXPIRED");
    assertThat(takeBack("r-2")).contains("TAKEN_BACK");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"300\"");
  }

  @Test
  void whoIsFrozenIsPaidNothingButMayBePaidIn() {
    bench.deposit("r-1", "home-01", 300);
    assertThat(propose(OUT)).contains("PROPOSED");
    String in = IN.replace("r-1", "r-5");
    assertThat(propose(in)).contains("PROPOSED");
    assertThat(freeze("home-01")).contains("FROZEN");
    assertThat(propose(OUT.replace("r-2", "r-9"))).isEqualTo("PARTICIPANT_FROZEN");
    bench.as(BANK);
    assertThat(confirm(OUT)).isEqualTo("PARTICIPANT_FROZEN");
    assertThat(confirm(in)).contains("CONFIRMED");
    assertThat(bench.account("home-01")).contains("\"cashNano\":\"600\"", "\"heldNano\":\"200\"");
  }

  @Test
  void aFrozenBankIsNoSide() {
    assertThat(propose(IN)).contains("PROPOSED");
    assertThat(freeze("bank")).contains("FROZEN");
    bench.as(BANK);
    assertThat(confirm(IN)).isEqualTo("PARTICIPANT_FROZEN");
  }

  @Test
  void onlyTheTwoSidesSayAnything() {
    assertThat(propose(IN)).contains("PROPOSED");
    bench.as(new Caller("BankMSP", "cleaner"));
    assertThat(propose(IN)).isEqualTo("NOT_ALLOWED");
    assertThat(confirm(IN)).isEqualTo("NOT_ALLOWED");
    assertThat(takeBack("r-1")).isEqualTo("NOT_ALLOWED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"500\" | \"0\" | MALFORMED",
        "\"500\" | \"-5\" | MALFORMED",
        "\"500\" | \"9223372036854775808\" | AMOUNT_OVERFLOW",
        "\"500\" | \"0500\" | NOT_CANONICAL",
        "DEPOSIT | GIFT | MALFORMED",
        "home-01 | nobody | PARTICIPANT_NOT_FOUND",
        "\"bank\":\"bank\" | \"bank\":\"home-01\" | PARTICIPANT_NOT_FOUND",
        "\"bank\":\"bank\" | \"bank\":\"other\" | PARTICIPANT_NOT_FOUND",
        "1000 | -1 | MALFORMED"
      })
  void whatIsNoTransferIsRefused(String from, String to, String code) {
    assertThat(IN.replace(from, to)).isNotEqualTo(IN);
    assertThat(propose(IN.replace(from, to))).isEqualTo(code);
  }

  @Test
  void whatWasNeverProposedIsNotThere() {
    assertThat(confirm(IN)).isEqualTo("TRANSFER_NOT_FOUND");
    assertThat(takeBack("r-1")).isEqualTo("TRANSFER_NOT_FOUND");
    assertThat(bench.tried(state -> new Transfers(state).get("bank", "r-1")))
        .isEqualTo("TRANSFER_NOT_FOUND");
    assertThat(bench.tried(state -> new Participants(state).get("nobody")))
        .isEqualTo("PARTICIPANT_NOT_FOUND");
  }
}
