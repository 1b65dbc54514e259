package org.commonwatt.chaincode.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
  private static final String HASH = "1".repeat(64);
  private static final String RULEBOOK =
      "{\"version\":1,\"documentHash\":\""
          + HASH
          + "\",\"areas\":[\"east\",\"west\"],\"links\":[{\"from\":\"east\",\"to\":\"west\","
          + "\"minFlowWh\":-5,\"maxFlowWh\":7,\"feeMicroPerKwh\":100}],\"sequence\":1,"
          + "\"eventHash\":\""
          + HASH
          + "\"}";
  private static final String AUCTION =
      "{\"slotStartMillis\":1659423600000,\"slotMinutes\":15,\"sequence\":8,\"eventHash\":\""
          + HASH
          + "\"}";
  private static final String FIRST =
      "{\"market\":\"m\",\"fromSequence\":1,\"toSequence\":9,\"nextOffset\":3,\"rulebooks\":["
          + RULEBOOK
          + "],\"auctions\":["
          + AUCTION
          + "]}";

  private final MapState state = new MapState();
  private final Registry registry = new Registry(state);

  @Test
  void aPostWritesAHeadAndARowForEachEntry() {
    String head = "{\"toSequence\":9,\"nextOffset\":3,\"rulebookVersion\":1}";
    assertThat(registry.post(FIRST)).isEqualTo(head);
    assertThat(state.written)
        .containsEntry("registry~m~", head)
        .containsEntry(
            "rulebook~m~0000000001~", "{\"rulebook\":" + RULEBOOK + ",\"transactionId\":\"tx\"}")
        .containsEntry(
            "auction~m~001659423600000~", "{\"auction\":" + AUCTION + ",\"transactionId\":\"tx\"}")
        .hasSize(3);
    assertThat(state.event).isEqualTo("EntriesPosted {\"market\":\"m\"," + head.substring(1));
    state.commit();
    assertThat(registry.getHead("m")).isEqualTo(head);
    assertThat(registry.getRulebook("m", "1")).contains(RULEBOOK);
    assertThat(registry.getAuction("m", "1659423600000")).contains(AUCTION);
  }

  @ParameterizedTest
  @CsvSource({"ExchangeMSP, observer", "GridOperatorMSP, submitter", "RegulatorMSP, auditor"})
  void onlyASubmitterOfTheExchangePosts(String mspId, String role) {
    state.caller = new Caller(mspId, role);
    assertThat(code(FIRST)).isEqualTo("NOT_ALLOWED");
    assertThat(code("not even JSON")).isEqualTo("NOT_ALLOWED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"market\":\"m\" | \"market\":\"-m\" | MALFORMED | market",
        "\"fromSequence\":1 | \"fromSequence\":0 | MALFORMED | fromSequence",
        "\"fromSequence\":1 | \"fromSequence\":2 | WRONG_START | must be 1",
        "\"nextOffset\":3 | \"nextOffset\":-3 | MALFORMED | nextOffset",
        "\"version\":1 | \"version\":2 | WRONG_VERSION | next one is 1",
        "\"documentHash\":\"1 | \"documentHash\":\"A | MALFORMED | rulebooks.documentHash",
        "\"areas\":[\"east\" | \"areas\":[\"-east\" | MALFORMED | areas",
        "\"areas\":[\"east\" | \"areas\":[\"south\" | UNKNOWN_AREA | east",
        "\"to\":\"west\" | \"to\":\"east\" | MALFORMED | links.to",
        "\"minFlowWh\":-5 | \"minFlowWh\":5 | MALFORMED | minFlowWh",
        "\"feeMicroPerKwh\":100 | \"feeMicroPerKwh\":-1 | MALFORMED | feeMicroPerKwh",
        "1659423600000 | 1659423600001 | MALFORMED | auctions.slotStartMillis",
        "\"sequence\":8 | \"sequence\":10 | WRONG_SEQUENCE | from 1 to 9",
        "\"sequence\":8 | \"sequence\": 8 | NOT_CANONICAL | white space",
        "\"nextOffset\":3 | \"nextOffset\":3,\"note\":1 | NOT_CANONICAL | no others"
      })
  void aRefusalHasACodeAndNamesWhatIsWrong(String from, String to, String code, String named) {
    String broken = FIRST.replace(from, to);
    assertThat(broken).isNotEqualTo(FIRST);
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> registry.post(broken));
    assertThat(Objects.requireNonNull(refusal).code().name()).as(refusal.text()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining(named);
    assertThat(state.written).isEmpty();
  }

  @Test
  void aSlotIsRegisteredOnceAlsoWithinOnePost() {
    String twice = FIRST.replace(AUCTION, AUCTION + "," + AUCTION.replace(":8", ":9"));
    assertThat(code(twice)).isEqualTo("AUCTION_EXISTS");
    registry.post(FIRST);
    state.commit();
    String again =
        FIRST
            .replace(RULEBOOK, "")
            .replace("\"fromSequence\":1", "\"fromSequence\":10")
            .replace("\"toSequence\":9", "\"toSequence\":12")
            .replace("\"sequence\":8", "\"sequence\":11");
    assertThat(code(again)).isEqualTo("AUCTION_EXISTS");
    registry.post(again.replace("1659423600000", "1659424500000"));
  }

  @Test
  void aStretchWithoutEntriesIsRefused() {
    assertThat(code(FIRST.replace(RULEBOOK, "").replace(AUCTION, ""))).isEqualTo("NO_ENTRIES");
  }

  @Property
  void queriesAnswerOrRefuseAnyText(@ForAll String one, @ForAll String other) {
    List<Runnable> queries =
        List.of(
            () -> registry.getHead(one),
            () -> registry.getRulebook(one, other),
            () -> registry.listRulebooks(one),
            () -> registry.getAuction(one, other),
            () -> registry.listAuctions(one));
    for (Runnable query : queries) {
      try {
        query.run();
      } catch (Refusal refusal) {
        assertThat(refusal.text()).matches("(?s)[A-Z_]+: .+");
      }
    }
  }

  /**
   * A stretch as somebody may post it, mostly right.
   *
   * @param skip events left out before it; below zero such as it repeats
   * @param length events behind its first
   * @param skew what its versions are wrong by
   * @param rulebooks how many
   * @param slots its auctions'; few, so that many clash
   */
  private record Wish(int skip, int length, int skew, int rulebooks, List<Integer> slots) {}

  private record Step(int from, int length, List<Integer> versions, List<Integer> slots) {}

  /** What a market's registry must hold: the simplest thing that could be true. */
  private static final class Model {
    private int end;
    private final List<Integer> versions = new ArrayList<>();
    private final SortedMap<Integer, Integer> slots = new TreeMap<>();

    Step of(Wish wish) {
      List<Integer> next = new ArrayList<>();
      for (int i = 1; i <= wish.rulebooks; i++) {
        next.add(versions.size() + i + wish.skew);
      }
      return new Step(Math.max(1, end + 1 + wish.skip), wish.length, next, wish.slots);
    }

    String post(Step step) {
      int to = step.from + step.length;
      if (step.versions.isEmpty() && step.slots.isEmpty()) {
        return "NO_ENTRIES";
      }
      if (step.from != end + 1) {
        return "WRONG_START";
      }
      if (Math.max(step.versions.size(), step.slots.size()) > step.length + 1) {
        return "WRONG_SEQUENCE";
      }
      for (int i = 0; i < step.versions.size(); i++) {
        if (step.versions.get(i) != versions.size() + i + 1) {
          return "WRONG_VERSION";
        }
      }
      if (step.slots.stream().distinct().count() < step.slots.size()
          || step.slots.stream().anyMatch(slots::containsKey)) {
        return "AUCTION_EXISTS";
      }
      for (int i = 0; i < step.slots.size(); i++) {
        slots.put(step.slots.get(i), step.from + i);
      }
      versions.addAll(step.versions);
      end = to;
      return "";
    }
  }

  @Property(tries = 300)
  void aRandomWalkAgreesWithASimpleModel(@ForAll("walks") List<Wish> walk) {
    MapState own = new MapState();
    Registry posted = new Registry(own);
    Model model = new Model();
    for (Wish wish : walk) {
      Step step = model.of(wish);
      String found = "";
      try {
        posted.post(json(step));
        own.commit();
      } catch (Refusal refusal) {
        found = refusal.code().name();
        own.written.clear();
      }
      assertThat(found).as("%s", step).isEqualTo(model.post(step));
    }
    for (int version = 1; version <= model.versions.size(); version++) {
      assertThat(posted.getRulebook("m", "" + version)).contains("\"version\":" + version + ",");
    }
    List<String> auctions = new ArrayList<>();
    model.slots.forEach(
        (slot, sequence) ->
            auctions.add("{\"auction\":" + auction(slot, sequence) + ",\"transactionId\":\"tx\"}"));
    assertThat(posted.listAuctions("m")).isEqualTo("[" + String.join(",", auctions) + "]");
  }

  @Provide
  Arbitrary<List<Wish>> walks() {
    Arbitrary<Integer> mostlyNone =
        Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, -1));
    return Combinators.combine(
            mostlyNone,
            Arbitraries.integers().between(0, 4),
            mostlyNone.filter(skew -> skew >= 0),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 60).list().ofMaxSize(3))
        .as(Wish::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(120);
  }

  private static String json(Step step) {
    List<String> rulebooks = new ArrayList<>();
    for (int i = 0; i < step.versions.size(); i++) {
      rulebooks.add(
          RULEBOOK
              .replace("\"version\":1", "\"version\":" + step.versions.get(i))
              .replace("\"sequence\":1", "\"sequence\":" + (step.from + i)));
    }
    List<String> auctions = new ArrayList<>();
    for (int i = 0; i < step.slots.size(); i++) {
      auctions.add(auction(step.slots.get(i), step.from + i));
    }
    return FIRST
        .replace("\"fromSequence\":1", "\"fromSequence\":" + step.from)
        .replace("\"toSequence\":9", "\"toSequence\":" + (step.from + step.length))
        .replace(RULEBOOK, String.join(",", rulebooks))
        .replace(AUCTION, String.join(",", auctions));
  }

  private static String auction(int slot, int sequence) {
    return AUCTION
        .replace("1659423600000", Long.toString(1_659_423_600_000L + slot * 900_000L))
        .replace("\"sequence\":8", "\"sequence\":" + sequence);
  }

  private String code(String json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> registry.post(json));
    return Objects.requireNonNull(refusal).code().name();
  }
}
