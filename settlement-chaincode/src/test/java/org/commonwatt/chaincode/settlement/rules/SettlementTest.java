package org.commonwatt.chaincode.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettlementTest {
  private static final String ZERO = "0".repeat(64);

  /** The example of docs/formats/settlement-batch.md with digits for its hashes. */
  private static final String FIRST =
      "{\"batchId\":\"m.1659423600.initial\",\"market\":\"m\",\"slotStartMillis\":1659423600000,"
          + "\"slotMinutes\":15,\"rulebookVersion\":1,\"rulebookHash\":\""
          + "1".repeat(64)
          + "\",\"auctionHash\":\""
          + "2".repeat(64)
          + "\",\"positionsHash\":\""
          + "3".repeat(64)
          + "\",\"billRoot\":\""
          + "4".repeat(64)
          + "\",\"billLineCount\":4,\"predecessor\":\""
          + ZERO
          + "\",\"postings\":[{\"account\":\"home-01\",\"amountNano\":\"-12000\"},"
          + "{\"account\":\"home-02\",\"amountNano\":\"12000\"}]}";

  /** Computed by a program of a dozen lines in another language from the same document. */
  private static final String FIRST_HASH =
      "ae77cd9cce36cffcb5e9709e3b9d06ad0d31e55b29a0355147074bec1ed8a96c";

  private final MapState state = MapState.registered("m", "n", "a.b");
  private final Settlement settlement = new Settlement(state);

  @Test
  void theHashIsTheDocumentedOne() {
    assertThat(settlement.post(FIRST)).isEqualTo(FIRST_HASH);
  }

  @Test
  void aPostWritesTheBatchTheHeadItsHashAndARowForEachPartOfTheAccounts() {
    settlement.post(FIRST);
    assertThat(state.written)
        .containsEntry(
            "batch~m~m.1659423600.initial~", "{\"batch\":" + FIRST + ",\"transactionId\":\"tx\"}")
        .containsEntry(
            "head~m~",
            "{\"batchId\":\"m.1659423600.initial\",\"batchHash\":\""
                + FIRST_HASH
                + "\",\"slotEndMillis\":1659424500000}")
        .containsEntry("postings~m~62~m.1659423600.initial~", "{\"home-01\":\"-12000\"}")
        .containsEntry("postings~m~00~m.1659423600.initial~", "{\"home-02\":\"12000\"}")
        .containsEntry(
            "batch-hash~m~" + FIRST_HASH + "~",
            "{\"batchId\":\"m.1659423600.initial\",\"predecessor\":\""
                + ZERO
                + "\",\"billRoot\":\""
                + "4".repeat(64)
                + "\"}")
        .hasSize(5);
    assertThat(state.event)
        .isEqualTo(
            "BatchPosted {\"market\":\"m\",\"batchId\":\"m.1659423600.initial\",\"batchHash\":\""
                + FIRST_HASH
                + "\"}");
  }

  @Test
  void aRefusedPostWritesNothing() {
    assertThat(refusal(FIRST.replace("\"12000\"", "\"12001\""))).isEqualTo("SUM_NOT_ZERO");
    assertThat(state.written).isEmpty();
    assertThat(state.event).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "ExchangeMSP, observer",
    "ExchangeMSP, ''",
    "ExchangeMSP, Submitter",
    "GridOperatorMSP, submitter",
    "GridOperatorMSP, observer",
    "RegulatorMSP, auditor",
    "'', submitter"
  })
  void onlyASubmitterOfTheExchangePosts(String mspId, String role) {
    state.caller = new Caller(mspId, role);
    assertThat(refusal(FIRST)).isEqualTo("NOT_ALLOWED");
    assertThat(refusal("not even JSON")).as("told before").isEqualTo("NOT_ALLOWED");
    assertThat(state.written).isEmpty();
  }

  @Test
  void everybodyMayQuery() {
    settlement.post(FIRST);
    state.commit();
    state.caller = new Caller("RegulatorMSP", "auditor");
    assertThat(settlement.batch("m.1659423600.initial")).contains(FIRST);
    assertThat(settlement.batches("m")).contains(FIRST);
    assertThat(settlement.balance("m", "home-01")).isEqualTo("-12000");
    assertThat(settlement.head("m")).contains(FIRST_HASH);
  }

  @Test
  void marketsHaveChainsOfTheirOwn() {
    settlement.post(FIRST);
    state.commit();
    settlement.post(FIRST.replace("\"m\"", "\"n\"").replace("\"m.", "\"n."));
    state.commit();
    assertThat(settlement.batches("m"))
        .startsWith("[{\"batch\":{\"batchId\":\"m.")
        .hasSize(FIRST.length() + "[{\"batch\":,\"transactionId\":\"tx\"}]".length());
    assertThat(settlement.balance("n", "home-01")).isEqualTo("-12000");
    assertThat(settlement.balance("n", "home-0")).isEqualTo("0");
  }

  @Test
  void aBalanceCountsTheRowsOfFormerVersionsToo() {
    state.committed.put("delta~m~home-01~m.1659422700.initial~", "-7");
    state.committed.put("delta~m~home-011~m.1659422700.initial~", "-9");
    settlement.post(FIRST);
    state.commit();
    assertThat(settlement.balance("m", "home-01")).isEqualTo("-12007");
  }

  @Test
  void aMarketMayHaveDotsInItsId() {
    String dotted = FIRST.replace("\"m\"", "\"a.b\"").replace("\"m.", "\"a.b.");
    settlement.post(dotted);
    state.commit();
    assertThat(settlement.batch("a.b.1659423600.initial")).contains(dotted);
  }

  @Test
  void theNextSlotMayFollowAfterAGap() {
    settlement.post(FIRST);
    state.commit();
    settlement.post(follower(1659423600L + 900));
    state.commit();
    assertThat(settlement.head("m")).contains("m.1659424500.initial");
  }

  @Test
  void theRunsOfASlotFollowInTurnAndNoneFollowsTheFinalOne() {
    settlement.post(FIRST);
    state.commit();
    settlement.post(follower(1659423600L + 900));
    state.commit();
    assertThat(refusal(run("revised-2"))).isEqualTo("RUN_OUT_OF_ORDER");
    assertThat(refusal(run("revised-1").replace("\"rulebookVersion\":1", "\"rulebookVersion\":2")))
        .isEqualTo("RUN_DIFFERS");
    assertThat(refusal(run("revised-1").replace("\"slotMinutes\":15", "\"slotMinutes\":5")))
        .isEqualTo("RUN_DIFFERS");
    settlement.post(run("revised-1"));
    state.commit();
    assertThat(refusal(run("revised-1"))).isEqualTo("BATCH_EXISTS");
    assertThat(refusal(run("initial"))).isEqualTo("BATCH_EXISTS");
    assertThat(settlement.head("m")).contains("revised-1", "\"slotEndMillis\":1659425400000");
    settlement.post(run("final"));
    state.commit();
    assertThat(settlement.batch("m.1659423600.final")).contains("final");
    assertThat(settlement.balance("m", "home-01")).isEqualTo("-48000");
    assertThat(refusal(run("revised-2"))).isEqualTo("RUN_OUT_OF_ORDER");
    settlement.post(following(follower(1659423600L + 1800)));
    state.commit();
    assertThat(settlement.head("m")).contains("m.1659425400.initial");
  }

  /** A later run of the first slot that follows the head. */
  private String run(String name) {
    return following(FIRST.replace(".initial", "." + name));
  }

  private String following(String batch) {
    String head = settlement.head("m").replaceAll(".*\"batchHash\":\"([0-9a-f]{64})\".*", "$1");
    return batch.replaceAll("\"predecessor\":\"[0-9a-f]*\"", "\"predecessor\":\"" + head + "\"");
  }

  @ParameterizedTest
  @ValueSource(longs = {1659423600L - 900, 1659423600L + 300})
  void aSlotThatBeginsBeforeTheHeadEndsIsRefused(long startSeconds) {
    settlement.post(FIRST);
    state.commit();
    String batch = follower(startSeconds).replace("\"slotMinutes\":15", "\"slotMinutes\":5");
    assertThat(refusal(batch)).isEqualTo("SLOT_NOT_AFTER_HEAD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"market\":\"m\" | \"market\":\"-m\" | MALFORMED | market",
        "\"m.1659423600.initial\" | \"\" | MALFORMED | batchId",
        "\"m.1659423600.initial\" | \"m.1659423600.initial/\" | MALFORMED | batchId",
        "\"m.1659423600.initial\" | \"m.1659423600.last\" | WRONG_BATCH_ID | m.1659423600.initial",
        "\"m.1659423600.initial\" | \"m.1659423600.revised-0\" | WRONG_BATCH_ID |"
            + " m.1659423600.initial",
        "\"m.1659423600.initial\" | \"m.1659423600.revised-01\" | WRONG_BATCH_ID |"
            + " m.1659423600.initial",
        "\"m.1659423600.initial\" | \"m.1659423600.final\" | RUN_OUT_OF_ORDER |"
            + " m.1659423600.initial",
        "\"m.1659423600.initial\" | \"m.1659423600.revised-1\" | RUN_OUT_OF_ORDER |"
            + " m.1659423600.initial",
        "\"m.1659423600.initial\" | \"m.1659424500.initial\" | WRONG_BATCH_ID |"
            + " m.1659423600.initial",
        "1659423600000 | 1659423600001 | MALFORMED | slotStartMillis",
        "1659423600000 | -900000 | MALFORMED | slotStartMillis",
        "1659423600000 | 99999999999999999999 | MALFORMED | slotStartMillis",
        "\"slotMinutes\":15 | \"slotMinutes\":20 | MALFORMED | slotMinutes",
        "\"slotMinutes\":15 | \"slotMinutes\":15.0 | MALFORMED | slotMinutes",
        "\"rulebookVersion\":1 | \"rulebookVersion\":0 | MALFORMED | rulebookVersion",
        "\"billLineCount\":4 | \"billLineCount\":-1 | MALFORMED | billLineCount",
        "\"billLineCount\":4, | '' | MALFORMED | billLineCount",
        "\"1111 | \"A111 | MALFORMED | rulebookHash",
        "\"home-01\" | null | MALFORMED | account",
        "\"-12000\" | \"-12000.0\" | MALFORMED | amountNano",
        "\"-12000\" | \"\" | MALFORMED | amountNano",
        "\"-12000\" | \"-9223372036854775809\" | AMOUNT_OVERFLOW | amountNano",
        "{\"account\":\"home-01\" | {\"fee\":\"1\",\"account\":\"home-01\" | UNKNOWN_FIELD | fee",
        "\"-12000\" | \"-012000\" | NOT_CANONICAL | leading zeros",
        "\"billLineCount\":4 | \"billLineCount\": 4 | NOT_CANONICAL | white space",
        "\"market\":\"m\" | \"market\":\"\\u006d\" | NOT_CANONICAL | canonical",
        "\"market\":\"m\" | \"market\":\"m\",\"market\":\"m\" | MALFORMED | not JSON",
        "\"predecessor\":\"0 | \"predecessor\":\"1 | WRONG_PREDECESSOR | no batch yet",
        "\"-12000\" | \"0\" | ZERO_POSTING | home-01",
        "home-02 | home-01 | DUPLICATE_POSTING | home-01",
        "home-01 | home-03 | UNSORTED_POSTINGS | home-02",
        "\"12000\" | \"-12000\" | SUM_NOT_ZERO | -24000"
      })
  void aRefusalHasACodeAndNamesWhatIsWrong(String from, String to, String code, String named) {
    String broken =
        FIRST.replaceFirst(
            java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
    assertThat(broken).isNotEqualTo(FIRST);
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> settlement.post(broken));
    assertThat(Objects.requireNonNull(refusal).code().name()).as(refusal.text()).isEqualTo(code);
    if (!named.equals("canonical")) {
      assertThat(refusal).hasMessageContaining(named);
    }
  }

  @Test
  void theFirstReasonInTheDocumentedOrderIsTold() {
    settlement.post(FIRST);
    state.commit();
    String all = FIRST.replace("home-02", "home-01").replace("\"12000\"", "\"0\"");
    assertThat(refusal(all.replace("m.1659423600", "m.1")))
        .as("before WRONG_BATCH_ID and the postings")
        .isEqualTo("WRONG_PREDECESSOR");
    assertThat(refusal(all)).as("before the postings").isEqualTo("BATCH_EXISTS");
    assertThat(refusal(" " + all)).isEqualTo("NOT_CANONICAL");
    assertThat(refusal(" " + all.replace("{\"batchId", "{\"x\":1,\"batchId")))
        .isEqualTo("UNKNOWN_FIELD");
    assertThat(refusal(all.replace("{\"batchId", "{\"x\":1,\"batchI"))).isEqualTo("MALFORMED");
  }

  @Test
  void aBatchRestsOnTheRulebookThatIsRegistered() {
    String unbalanced = FIRST.replace("\"12000\"", "\"12001\"");
    MapState empty = new MapState();
    assertThat(refusal(empty, FIRST)).isEqualTo("RULEBOOK_NOT_FOUND");
    assertThat(refusal(empty, unbalanced)).as("told before").isEqualTo("SUM_NOT_ZERO");
    String other = FIRST.replace("1".repeat(64), "9".repeat(64));
    assertThat(refusal(other)).isEqualTo("RULEBOOK_DIFFERS");
    assertThat(refusal(other.replace("\"rulebookVersion\":1", "\"rulebookVersion\":2")))
        .isEqualTo("RULEBOOK_NOT_FOUND");
    assertThat(state.written).isEmpty();
    settlement.post(FIRST);
    state.commit();
    state.committed.remove("rulebook~m~0000000001~");
    assertThat(refusal(run("revised-1")))
        .as("a run over a batch of an earlier version of the contract, too")
        .isEqualTo("RULEBOOK_NOT_FOUND");
  }

  @Test
  void theSumIsExactBeyondSixtyFourBits() {
    String big = Long.toString(Long.MAX_VALUE);
    String postings =
        "[{\"account\":\"a\",\"amountNano\":\"%s\"},{\"account\":\"b\",\"amountNano\":\"%s\"},{\"account\":\"c\",\"amountNano\":\"2\"}]"
            .formatted(big, big);
    String wraps = FIRST.substring(0, FIRST.indexOf("[")) + postings + "}";
    assertThat(refusal(wraps)).as("wraps around to 0 in 64 bits").isEqualTo("SUM_NOT_ZERO");
  }

  @Property
  void anyTextIsAcceptedOrRefusedNeverAFault(@ForAll("texts") String text) {
    MapState empty = MapState.registered("m");
    try {
      new Settlement(empty).post(text);
      assertThat(empty.written.toString()).contains("{\"batch\":" + text + ",");
    } catch (Refusal refusal) {
      assertThat(refusal.text()).matches("(?s)[A-Z_]+: [^\\p{Cntrl}]+");
      assertThat(empty.written).isEmpty();
    }
  }

  @Property
  void queriesAnswerOrRefuseAnyText(@ForAll String one, @ForAll String other) {
    List<Runnable> queries =
        List.of(
            () -> settlement.batch(one),
            () -> settlement.batches(one),
            () -> settlement.balance(one, other),
            () -> settlement.head(one));
    for (Runnable query : queries) {
      try {
        query.run();
      } catch (Refusal refusal) {
        assertThat(refusal.text()).matches("(?s)[A-Z_]+: .+");
      }
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> changed =
        Combinators.combine(
                Arbitraries.integers().between(0, FIRST.length()),
                Arbitraries.integers().between(0, 20),
                Arbitraries.oneOf(
                    Arbitraries.strings().ofMaxLength(5),
                    Arbitraries.of("", "1e999999999", "\"", "{", "[", "null", "\uD800", "-")))
            .as(
                (at, length, text) ->
                    FIRST.substring(0, at)
                        + text
                        + FIRST.substring(Math.min(FIRST.length(), at + length)));
    return Arbitraries.oneOf(
        changed,
        Arbitraries.strings(),
        Arbitraries.of("[".repeat(100_000), "null", "{}", "[]", "1", "\"x\"", FIRST));
  }

  private String refusal(String json) {
    return refusal(state, json);
  }

  private static String refusal(MapState state, String json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> new Settlement(state).post(json));
    return Objects.requireNonNull(refusal).code().name();
  }

  private static String follower(long startSeconds) {
    return FIRST.replace("1659423600", Long.toString(startSeconds)).replace(ZERO, FIRST_HASH);
  }
}
