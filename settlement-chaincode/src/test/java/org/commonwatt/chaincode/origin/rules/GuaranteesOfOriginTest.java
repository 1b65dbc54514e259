package org.commonwatt.chaincode.origin.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuaranteesOfOriginTest {
  private static final long START = 1_659_423_600_000L;
  private static final String ROOF = source("roof", "solar", 0);
  private static final String ISSUED = amount("roof", "solar", 1_000);
  private static final String MOVED =
      "{\"tradeId\":7,\"from\":\"roof\",\"to\":\"a\",\"area\":\"east\",\"source\":\"solar\",\"wh\":700}";
  private static final String RETIRED = amount("a", "solar", 600);

  private final MapState state = MapState.registered("m");
  private final GuaranteesOfOrigin origin = new GuaranteesOfOrigin(state);

  @Test
  void aSlotIsOneValueWithItsResidual() {
    origin.declare(ROOF);
    assertThat(state.event).isEqualTo("SourceDeclared " + ROOF);
    state.commit();
    String hash = settle(0, "0".repeat(64), "initial");
    String head = origin.post(run(0, "initial", hash, ISSUED, MOVED, RETIRED));
    assertThat(head)
        .isEqualTo(
            "{\"batchId\":\"m.1659423600.initial\",\"batchHash\":\""
                + hash
                + "\",\"slotEndMillis\":1659424500000}");
    String slot =
        "{\"slotStartMillis\":1659423600000,\"slotMinutes\":15,\"runs\":1,\"batchId\":"
            + "\"m.1659423600.initial\",\"issued\":["
            + ISSUED
            + "],\"moved\":["
            + MOVED
            + "],\"retired\":["
            + RETIRED
            + "],\"unguaranteed\":[{\"area\":\"east\",\"wh\":40}],"
            + "\"residual\":[{\"area\":\"east\",\"source\":\"solar\",\"wh\":400}],"
            + "\"transactionId\":\"tx\"}";
    assertThat(state.written)
        .containsEntry("origin-head~m~", head)
        .containsEntry("origin-slot~m~019206~001659423600000~", slot)
        .hasSize(2);
    state.commit();
    assertThat(origin.getSlot("m", Long.toString(START))).isEqualTo(slot);
    assertThat(origin.listDay("m", "19206")).isEqualTo("[" + slot + "]");
    assertThat(origin.listSources("m")).isEqualTo("[" + ROOF + "]");
    assertThat(origin.getHead("m")).isEqualTo(head);
  }

  @Test
  void onlyASubmitterOfTheExchangeDeclaresAndPosts() {
    String hash = settle(0, "0".repeat(64), "initial");
    for (Caller caller :
        List.of(new Caller("GridOperatorMSP", "submitter"), new Caller("ExchangeMSP", ""))) {
      state.caller = caller;
      assertThat(code(() -> origin.declare(ROOF))).isEqualTo("NOT_ALLOWED");
      assertThat(code(() -> origin.post(run(0, "initial", hash, "", "", ""))))
          .isEqualTo("NOT_ALLOWED");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "\"market\":\"m\"|\"market\":\"-\"|MALFORMED",
        "\"account\":\"roof\"|\"account\":7|MALFORMED",
        "\"solar\"|\"coal\"|MALFORMED",
        "\"wh\":1000|\"wh\":1e3|MALFORMED",
        "\"wh\":1000|\"wh\":9223372036854775808|MALFORMED",
        "\"wh\":1000|\"wh\":\"1000\"|MALFORMED",
        "\"tradeId\":7|\"tradeId\":0|MALFORMED",
        "\"from\":\"roof\"|\"from\":\"a>b>c\"|MALFORMED",
        "\"slotMinutes\":15|\"slotMinutes\":7|MALFORMED",
        "\"moved\":[|\"moved\":7,\"x\":[|MALFORMED",
        "\"market\":\"m\"|\"market\": \"m\"|NOT_CANONICAL",
        "\"market\":\"m\"|\"market\":\"m\",\"more\":1|NOT_CANONICAL",
        "initial|revised-1|BATCH_NOT_FOUND",
        "\"slotStartMillis\":1659423600000|\"slotStartMillis\":1659424500000|WRONG_BATCH",
        "\"wh\":1000|\"wh\":0|UNSORTED_ENTRIES",
        "\"account\":\"roof\"|\"account\":\"mill\"|SOURCE_NOT_DECLARED",
        "\"wh\":1000|\"wh\":699|NOT_HELD",
        "\"wh\":1000|\"wh\":-1000|BELOW_ZERO",
        "\"wh\":600|\"wh\":701|NOT_HELD",
        "\"wh\":700|\"wh\":1001|NOT_HELD",
        "\"wh\":700|\"wh\":-700|BELOW_ZERO",
        "\"wh\":40|\"wh\":-40|BELOW_ZERO",
      })
  void aSpoiltRunIsRefused(String part, String other, String code) {
    origin.declare(ROOF);
    state.commit();
    String hash = settle(0, "0".repeat(64), "initial");
    String good = run(0, "initial", hash, ISSUED, MOVED, RETIRED);
    assertThat(good).contains(part);
    assertThat(
            code(
                () ->
                    origin.post(
                        good.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other)))))
        .isEqualTo(code);
    assertThat(state.written).isEmpty();
    origin.post(good);
  }

  @Test
  void sumsThatDoNotFitAreRefusedAndNoFault() {
    origin.declare(ROOF);
    state.commit();
    String first = settle(0, "0".repeat(64), "initial");
    String most = Long.toString(Long.MAX_VALUE);
    String full =
        run(0, "initial", first, amount("roof", "solar", Long.MAX_VALUE), "", "")
            .replace("\"wh\":40", "\"wh\":" + most);
    String twice = "{\"area\":\"east\",\"wh\":" + most + "}";
    assertThat(code(() -> origin.post(full.replace(twice, twice + "," + twice))))
        .isEqualTo("AMOUNT_OVERFLOW");
    post(full);
    String revised = settle(0, first, "revised-1");
    assertThat(code(() -> origin.post(run(0, "revised-1", revised, "", "", ""))))
        .as("40 Wh more are unguaranteed")
        .isEqualTo("AMOUNT_OVERFLOW");
    assertThat(state.written).isEmpty();
    post(run(0, "revised-1", revised, "", "", "").replace(":40}", ":-40}"));
  }

  @Test
  void everyBatchHasItsRunInTurn() {
    origin.declare(ROOF);
    state.commit();
    String first = settle(0, "0".repeat(64), "initial");
    String second = settle(1, first, "initial");
    String third = settle(2, second, "initial");
    post(run(0, "initial", first, ISSUED, MOVED, RETIRED));
    assertThat(code(() -> origin.post(run(0, "initial", first, ISSUED, MOVED, RETIRED))))
        .isEqualTo("WRONG_RUN");
    assertThat(code(() -> origin.post(run(2, "initial", third, ISSUED, "", ""))))
        .isEqualTo("WRONG_RUN");
    post(run(1, "initial", second, ISSUED, MOVED, RETIRED));
    post(run(2, "initial", third, "", "", ""));
    String revised = settle(0, third, "revised-1");
    String less = amount("roof", "solar", -300);
    post(run(0, "revised-1", revised, less, "", ""));
    assertThat(origin.getSlot("m", Long.toString(START)))
        .contains(
            "\"runs\":2", amount("roof", "solar", 700), "\"source\":\"solar\",\"wh\":100}],\"tr");
    String last = settle(0, revised, "final");
    assertThat(code(() -> origin.post(run(0, "final", last, less, "", "")))).isEqualTo("NOT_HELD");
  }

  @Test
  void aSourceHoldsFromItsSlotOnAndOnlyForSlotsToCome() {
    origin.declare(ROOF);
    state.commit();
    assertThat(code(() -> origin.declare(ROOF))).isEqualTo("DECLARED_TOO_LATE");
    String first = settle(0, "0".repeat(64), "initial");
    post(run(0, "initial", first, ISSUED, "", ""));
    assertThat(code(() -> origin.declare(source("mill", "wind", START))))
        .isEqualTo("DECLARED_TOO_LATE");
    origin.declare(source("roof", "none", START + 900_000));
    state.commit();
    String second = settle(1, first, "initial");
    assertThat(code(() -> origin.post(run(1, "initial", second, ISSUED, "", ""))))
        .isEqualTo("SOURCE_NOT_DECLARED");
    assertThat(code(() -> origin.declare(ROOF.replace("solar", "coal")))).isEqualTo("MALFORMED");
    assertThat(code(() -> origin.declare(ROOF + " "))).isEqualTo("NOT_CANONICAL");
  }

  @Test
  void whatAStorageKeepsIsOneValueOverItsSlots() {
    origin.declare(ROOF);
    state.commit();
    origin.declare(
        source("a", "storage\",\"capacityWh\":1000,\"roundTripPpm\":800000,\"x\":\"", 0)
            .replace("\"x\":\"\",", ""));
    state.commit();
    String first = settle(0, "0".repeat(64), "initial");
    String kept = run(0, "initial", first, ISSUED, MOVED, "").replaceFirst("}$", "");
    assertThat(code(() -> origin.post(kept + stored("a", 701) + flow("a", 900, 0))))
        .as("it got 700")
        .isEqualTo("NOT_HELD");
    assertThat(code(() -> origin.post(kept + stored("b", 701) + flow("a", -1, 0))))
        .as("before what is held")
        .isEqualTo("SOURCE_NOT_DECLARED");
    assertThat(code(() -> origin.post(kept + ",\"stored\":[]}"))).isEqualTo("NOT_CANONICAL");
    assertThat(code(() -> origin.post(kept + stored("a", -1) + "}"))).isEqualTo("BELOW_ZERO");
    assertThat(code(() -> origin.post(kept + flow("a", -1, 0)))).isEqualTo("BELOW_ZERO");
    post(kept + stored("a", 600) + flow("a", 900, 0));
    assertThat(state.committed)
        .containsEntry(
            "origin-stock~m~a~",
            "{\"account\":\"a\",\"lots\":[{\"known\":[{\"area\":\"east\",\"source\":\"solar\",\"wh\":600}],"
                + "\"unknownWh\":300}]}");
    String revised = settle(0, first, "revised-1");
    String again = run(0, "revised-1", revised, "", "", "").replaceFirst("}$", "");
    assertThat(code(() -> origin.post(again + flow("a", 1, 0)))).as("once").isEqualTo("NOT_HELD");
    assertThat(code(() -> origin.post(again + ",\"lost\":[" + amount("a", "solar", 1) + "]}")))
        .isEqualTo("NOT_HELD");
    post(again + "}");
    String second = settle(1, revised, "initial");
    String back = run(1, "initial", second, "", "", "").replaceFirst("}$", "");
    String lost = ",\"lost\":[" + amount("a", "solar", 20) + "]";
    assertThat(code(() -> origin.post(back + lost + "}"))).as("not taken").isEqualTo("NOT_HELD");
    post(back + ",\"released\":[" + amount("a", "solar", 80) + "]" + lost + flow("a", 0, 150));
    assertThat(origin.listStocks("m"))
        .isEqualTo(
            "[{\"account\":\"a\",\"lots\":[{\"known\":[{\"area\":\"east\",\"source\":\"solar\",\"wh\":500}],"
                + "\"unknownWh\":250}]}]");
  }

  private static String stored(String account, long wh) {
    return ",\"stored\":[" + amount(account, "solar", wh) + "]";
  }

  private static String flow(String account, long chargedWh, long takenWh) {
    return ",\"flows\":[{\"account\":\""
        + account
        + "\",\"chargedWh\":"
        + chargedWh
        + ",\"takenWh\":"
        + takenWh
        + "}]}";
  }

  @Test
  void queriesOfWhatIsNotThereSaySo() {
    assertThat(code(() -> origin.getHead("m"))).isEqualTo("HEAD_NOT_FOUND");
    assertThat(code(() -> origin.getHead("-"))).isEqualTo("MALFORMED");
    assertThat(code(() -> origin.getSlot("m", "x"))).isEqualTo("SLOT_NOT_FOUND");
    assertThat(code(() -> origin.getSlot("m", "0"))).isEqualTo("SLOT_NOT_FOUND");
    assertThat(code(() -> origin.listDay("m", "-1"))).isEqualTo("MALFORMED");
    assertThat(origin.listDay("m", "1")).isEqualTo("[]");
    assertThat(origin.listSources("m")).isEqualTo("[]");
  }

  private record Step(int from, int to, int wh, boolean retires) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 500),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(6);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aRunIsTakenJustWhenNobodyWouldHoldLessThanNothing(@ForAll("steps") List<Step> steps) {
    state.committed.clear();
    state.written.clear();
    state.committed.putAll(MapState.registered("m").committed);
    origin.declare(ROOF);
    state.commit();
    String hash = settle(0, "0".repeat(64), "initial");
    List<String> parties = List.of("roof", "a", "b", "c");
    Map<String, Integer> held = new HashMap<>(Map.of("roof", 1_000));
    Map<String, Integer> used = new TreeMap<>();
    StringBuilder moves = new StringBuilder();
    int id = 1;
    for (Step step : steps) {
      String from = parties.get(step.from());
      held.merge(from, -step.wh(), Integer::sum);
      if (step.retires()) {
        used.merge(from, step.wh(), Integer::sum);
      } else {
        String to = parties.get(step.to());
        held.merge(to, step.wh(), Integer::sum);
        moves
            .append(moves.isEmpty() ? "" : ",")
            .append("{\"tradeId\":" + id++ + ",\"from\":\"" + from + "\",\"to\":\"" + to + "\",")
            .append("\"area\":\"east\",\"source\":\"solar\",\"wh\":" + step.wh() + "}");
      }
    }
    StringBuilder retired = new StringBuilder();
    used.forEach(
        (who, wh) -> retired.append(retired.isEmpty() ? "" : ",").append(amount(who, "solar", wh)));
    String run = run(0, "initial", hash, ISSUED, moves.toString(), retired.toString());
    boolean covered = held.values().stream().allMatch(wh -> wh >= 0);
    if (covered) {
      origin.post(run);
      int left = held.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(state.written.toString())
          .contains(
              left == 0
                  ? "\"residual\":[]"
                  : "\"residual\":[{\"area\":\"east\",\"source\":\"solar\",\"wh\":" + left + "}]");
    } else {
      assertThat(code(() -> origin.post(run))).isEqualTo("NOT_HELD");
    }
  }

  private void post(String run) {
    origin.post(run);
    state.commit();
  }

  /** Posts an empty batch and returns its hash. */
  private String settle(int slot, String predecessor, String run) {
    long start = START + slot * 900_000L;
    String hash = "1".repeat(64);
    String posted =
        new Settlement(state)
            .post(
                "{\"batchId\":\"m."
                    + start / 1000
                    + "."
                    + run
                    + "\",\"market\":\"m\",\"slotStartMillis\":"
                    + start
                    + ",\"slotMinutes\":15,\"rulebookVersion\":1,\"rulebookHash\":\""
                    + hash
                    + "\",\"auctionHash\":\""
                    + hash
                    + "\",\"positionsHash\":\""
                    + hash
                    + "\",\"billRoot\":\""
                    + hash
                    + "\",\"billLineCount\":0,\"predecessor\":\""
                    + predecessor
                    + "\",\"postings\":[]}");
    state.commit();
    return posted;
  }

  private static String run(
      int slot, String name, String hash, String issued, String moved, String retired) {
    long start = START + slot * 900_000L;
    return "{\"market\":\"m\",\"batchId\":\"m."
        + start / 1000
        + "."
        + name
        + "\",\"batchHash\":\""
        + hash
        + "\",\"slotStartMillis\":"
        + start
        + ",\"slotMinutes\":15,\"issued\":["
        + issued
        + "],\"moved\":["
        + moved
        + "],\"retired\":["
        + retired
        + "],\"unguaranteed\":[{\"area\":\"east\",\"wh\":40}]}";
  }

  private static String amount(String account, String source, long wh) {
    return "{\"account\":\""
        + account
        + "\",\"area\":\"east\",\"source\":\""
        + source
        + "\",\"wh\":"
        + wh
        + "}";
  }

  private static String source(String account, String source, long from) {
    return "{\"market\":\"m\",\"account\":\""
        + account
        + "\",\"area\":\"east\",\"source\":\""
        + source
        + "\",\"fromMillis\":"
        + from
        + "}";
  }

  private static String code(Runnable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::run);
    return refusal == null ? "none" : refusal.code().name();
  }
}
