package org.commonwatt.chaincode.disputes.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisputesTest {
  private static final String ZERO = "0".repeat(64);
  private static final String INITIAL = "m.1659423600.initial";

  private final MapState state = MapState.registered("m");
  private final Disputes disputes = new Disputes(state);
  private final Settlement settlement = new Settlement(state);
  private String first = "";

  @BeforeEach
  void postABatch() {
    first = post(batch("initial", "3".repeat(64), ZERO, 4, 7));
  }

  @Test
  void aDisputeIsKeptWithItsEventAndWhatBecameOfIt() {
    String opened = opened(1, INITIAL, 0, 10);
    String kept = "{\"dispute\":" + opened + ",\"status\":\"OPEN\",\"resolution\":null}";
    assertThat(run(() -> disputes.open(opened))).isEqualTo(kept);
    assertThat(state.event)
        .isEqualTo("DisputeChanged {\"market\":\"m\",\"dispute\":1,\"status\":\"OPEN\"}");
    assertThat(disputes.get("m", "1")).isEqualTo(kept);
    assertThat(disputes.list("m")).isEqualTo("[" + kept + "]");
    assertThat(disputes.head("m")).isEqualTo("{\"sequence\":10,\"offset\":5}");
    String resolved = resolved(1, "UPHELD", 12);
    String closed =
        "{\"dispute\":" + opened + ",\"status\":\"UPHELD\",\"resolution\":" + resolved + "}";
    assertThat(run(() -> disputes.resolve(resolved))).isEqualTo(closed);
    assertThat(disputes.get("m", "1")).isEqualTo(closed);
  }

  @Test
  void refusalsComeInTheirOrderAndWriteNothing() {
    run(() -> disputes.open(opened(1, INITIAL, 0, 10)));
    state.caller = new Caller("RegulatorMSP", "auditor");
    assertThat(code(() -> disputes.open("no JSON"))).isEqualTo("NOT_ALLOWED");
    assertThat(code(() -> disputes.resolve("no JSON"))).isEqualTo("NOT_ALLOWED");
    state.caller = new Caller("ExchangeMSP", "submitter");
    assertThat(code(() -> disputes.open("no JSON"))).isEqualTo("MALFORMED");
    assertThat(code(() -> disputes.open(opened(1, INITIAL, 0, 11) + " ")))
        .isEqualTo("NOT_CANONICAL");
    assertThat(code(() -> disputes.open(opened(1, "m.7.initial", 9, 10))))
        .isEqualTo("EVENT_NOT_NEWER");
    assertThat(code(() -> disputes.open(opened(1, "m.7.initial", 9, 11))))
        .isEqualTo("DISPUTE_EXISTS");
    assertThat(code(() -> disputes.open(opened(2, "m.7.initial", 9, 11))))
        .isEqualTo("BATCH_NOT_FOUND");
    assertThat(code(() -> disputes.open(opened(2, INITIAL, 4, 11)))).isEqualTo("LINE_NOT_FOUND");
    assertThat(code(() -> disputes.open(opened(2, INITIAL, 0, 11)))).isEqualTo("LINE_DISPUTED");
    String other = opened(2, INITIAL, 1, 11).replace("\"untilMillis\":90", "\"untilMillis\":91");
    assertThat(code(() -> disputes.open(other))).isEqualTo("WRONG_WINDOW");
    String late = opened(2, INITIAL, 1, 11).replace("\"openedMillis\":50", "\"openedMillis\":91");
    assertThat(code(() -> disputes.open(late))).isEqualTo("WINDOW_OVER");
    assertThat(code(() -> disputes.resolve(resolved(2, "UPHELD", 11))))
        .isEqualTo("DISPUTE_NOT_FOUND");
    assertThat(code(() -> disputes.resolve(resolved(1, "OPEN", 11)))).isEqualTo("MALFORMED");
    run(() -> disputes.resolve(resolved(1, "DISMISSED", 11)));
    assertThat(code(() -> disputes.resolve(resolved(1, "UPHELD", 12)))).isEqualTo("WRONG_STATUS");
    assertThat(code(() -> disputes.get("m", "2"))).isEqualTo("DISPUTE_NOT_FOUND");
    assertThat(code(() -> disputes.get("m", "01"))).isEqualTo("DISPUTE_NOT_FOUND");
    assertThat(code(() -> disputes.head("n"))).isEqualTo("HEAD_NOT_FOUND");
    assertThat(code(() -> disputes.list("no id"))).isEqualTo("MALFORMED");
  }

  @Test
  void aWithdrawnDisputeLeavesItsLineFreeAndADecidedOneDoesNot() {
    run(() -> disputes.open(opened(1, INITIAL, 0, 10)));
    run(() -> disputes.resolve(resolved(1, "WITHDRAWN", 11)));
    run(() -> disputes.open(opened(2, INITIAL, 0, 12)));
    run(() -> disputes.resolve(resolved(2, "DISMISSED", 13)));
    assertThat(code(() -> disputes.open(opened(3, INITIAL, 0, 14)))).isEqualTo("LINE_DISPUTED");
  }

  @Test
  void aCorrectionNeedsAnUpheldDisputeOfItsSlotAndParticipant() {
    assertThat(refused(correction(1, first, first, -2))).isEqualTo("DISPUTE_NOT_UPHELD");
    run(() -> disputes.open(opened(1, INITIAL, 0, 10)));
    assertThat(refused(correction(1, first, first, -2))).isEqualTo("DISPUTE_NOT_UPHELD");
    run(() -> disputes.resolve(resolved(1, "UPHELD", 11)));
    assertThat(refused(correction(1, ZERO, first, -2))).isEqualTo("WRONG_PREDECESSOR");
    assertThat(refused(correction(1, first, ZERO, -2))).as("its ground").isEqualTo("RUN_DIFFERS");
    String others = correction(1, first, first, -2).replace("home-01", "home-00");
    assertThat(refused(others)).as("another's").isEqualTo("RUN_DIFFERS");
    String none =
        correction(1, first, first, -2).replaceFirst("\"postings\":.*", "\"postings\":[]}");
    assertThat(refused(none)).isEqualTo("RUN_DIFFERS");
    String unbalanced = correction(1, first, first, -2).replace("\"2\"", "\"3\"");
    assertThat(refused(unbalanced)).isEqualTo("SUM_NOT_ZERO");
    String zeros = correction(1, first, first, -2).replace("corrected-1", "corrected-01");
    assertThat(refused(zeros)).isEqualTo("WRONG_BATCH_ID");
    String auction = correction(1, first, first, -2).replace("2".repeat(64), "9".repeat(64));
    assertThat(refused(auction)).isEqualTo("RUN_DIFFERS");
    String hash = post(correction(1, first, first, -2));
    assertThat(refused(correction(1, hash, first, -2))).isEqualTo("BATCH_EXISTS");
    assertThat(settlement.batch("m.1659423600.corrected-1")).contains("corrected-1");
    assertThat(settlement.balance("m", "home-01")).isEqualTo("-9");
  }

  @Test
  void correctionsComeBehindTheFinalRunAndAreTheLast() {
    String revised = post(batch("revised-1", "5".repeat(64), first, 2, 1));
    run(() -> disputes.open(opened(1, "m.1659423600.revised-1", 1, 10)));
    run(() -> disputes.resolve(resolved(1, "UPHELD", 11)));
    assertThat(refused(correction(1, revised, revised, -2))).isEqualTo("RUN_OUT_OF_ORDER");
    String last = post(batch("final", "5".repeat(64), revised, 0, 0));
    String hash = post(correction(1, last, revised, -2));
    assertThat(refused(batch("revised-2", "5".repeat(64), hash, 2, 1)))
        .isEqualTo("RUN_OUT_OF_ORDER");
    assertThat(code(() -> disputes.open(opened(2, "m.1659423600.corrected-1", 0, 12))))
        .as("a correction is not disputed")
        .isEqualTo("LINE_NOT_FOUND");
  }

  @Test
  void aSlotThatIsSettledOnceHasNoRunBehindItsCorrection() {
    run(() -> disputes.open(opened(1, INITIAL, 0, 10)));
    run(() -> disputes.resolve(resolved(1, "UPHELD", 11)));
    String hash = post(correction(1, first, first, -2));
    assertThat(refused(batch("final", "3".repeat(64), hash, 0, 0))).isEqualTo("RUN_OUT_OF_ORDER");
    assertThat(refused(batch("revised-1", "3".repeat(64), hash, 2, 1)))
        .isEqualTo("RUN_OUT_OF_ORDER");
  }

  @ParameterizedTest
  @CsvSource({
    "market, 7",
    "dispute, 0",
    "dispute, 1000000000000000000",
    "batchId, ''",
    "line, -1",
    "line, 2147483648",
    "participant, 'no id'",
    "openedMillis, -1",
    "untilMillis, null",
    "sequence, 0",
    "eventHash, 12",
    "offset, -1"
  })
  void whatIsNotAsTheFormatSaysIsMalformed(String field, String value) {
    String json = value.matches("-?[0-9]+|null") ? value : "\"" + value + "\"";
    String wrong =
        opened(1, INITIAL, 0, 10)
            .replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9]+)", "\"" + field + "\":" + json);
    assertThat(code(() -> disputes.open(wrong))).isEqualTo("MALFORMED");
  }

  @Test
  void noBytesBreakTheContract() {
    Random random = new Random(20221130);
    String honest = opened(1, INITIAL, 0, 10);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(honest);
      int at = random.nextInt(text.length());
      text.setCharAt(at, (char) (32 + random.nextInt(96)));
      text.setLength(random.nextInt(4) == 0 ? at : text.length());
      String spoilt = text.toString();
      Disputes empty = new Disputes(new MapState());
      assertThat(catchThrowableOfType(Refusal.class, () -> empty.open(spoilt)))
          .as(spoilt)
          .isNotNull();
    }
  }

  private static String batch(
      String run, String positions, String predecessor, int lines, int pay) {
    String postings =
        pay == 0
            ? ""
            : "{\"account\":\"home-01\",\"amountNano\":\""
                + -pay
                + "\"},{\"account\":\"home-02\",\"amountNano\":\""
                + pay
                + "\"}";
    return "{\"batchId\":\"m.1659423600."
        + run
        + "\",\"market\":\"m\",\"slotStartMillis\":1659423600000,\"slotMinutes\":15,"
        + "\"rulebookVersion\":1,\"rulebookHash\":\""
        + "1".repeat(64)
        + "\",\"auctionHash\":\""
        + "2".repeat(64)
        + "\",\"positionsHash\":\""
        + positions
        + "\",\"billRoot\":\""
        + "4".repeat(64)
        + "\",\"billLineCount\":"
        + lines
        + ",\"predecessor\":\""
        + predecessor
        + "\",\"postings\":["
        + postings
        + "]}";
  }

  private static String correction(long dispute, String predecessor, String ground, int nano) {
    return batch("corrected-" + dispute, ground, predecessor, 2, -nano);
  }

  private static String opened(long dispute, String batchId, int line, long sequence) {
    return "{\"market\":\"m\",\"dispute\":"
        + dispute
        + ",\"batchId\":\""
        + batchId
        + "\",\"line\":"
        + line
        + ",\"participant\":\"home-01\",\"openedMillis\":50,\"untilMillis\":90,\"sequence\":"
        + sequence
        + ",\"eventHash\":\""
        + "a".repeat(64)
        + "\",\"offset\":5}";
  }

  private static String resolved(long dispute, String outcome, long sequence) {
    return "{\"market\":\"m\",\"dispute\":"
        + dispute
        + ",\"outcome\":\""
        + outcome
        + "\",\"sequence\":"
        + sequence
        + ",\"eventHash\":\""
        + "b".repeat(64)
        + "\",\"offset\":6}";
  }

  private String post(String json) {
    return run(() -> settlement.post(json));
  }

  private String run(Supplier<String> call) {
    String result = call.get();
    state.commit();
    return result;
  }

  private String refused(String json) {
    return code(() -> settlement.post(json));
  }

  private String code(Supplier<String> call) {
    List<String> before = List.copyOf(state.written.keySet());
    Refusal refusal = catchThrowableOfType(Refusal.class, call::get);
    assertThat(state.written.keySet()).containsExactlyInAnyOrderElementsOf(before);
    return Objects.requireNonNull(refusal).code().name();
  }
}
