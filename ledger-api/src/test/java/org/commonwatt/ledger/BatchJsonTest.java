package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchJsonTest {
  private static final SettlementBatch EXAMPLE =
      new SettlementBatch(
          "m.1659423600.initial",
          "m",
          new DeliverySlot(1659423600000L, 15),
          1,
          new Hash("1".repeat(64)),
          new Hash("2".repeat(64)),
          new Hash("3".repeat(64)),
          new Hash("4".repeat(64)),
          4,
          Hash.ZERO,
          List.of(new Posting("home-01", -12000), new Posting("home-02", 12000)));

  @Test
  void writesTheDocumentedBytes() throws IOException {
    assertThat(BatchJson.write(EXAMPLE)).isEqualTo(golden());
  }

  @Test
  void readsTheDocumentedBytes() throws IOException {
    assertThat(BatchJson.read(golden())).isEqualTo(EXAMPLE);
  }

  @Property
  void readsBackWhatItWrote(@ForAll("batches") SettlementBatch batch) {
    assertThat(BatchJson.read(BatchJson.write(batch))).isEqualTo(batch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"slotMinutes\":15 | \"slotMinutes\":\"15\" | slotMinutes",
        "\"slotMinutes\":15 | \"slotMinutes\":7 | 7",
        "\"slotStartMillis\":1659423600000 | \"slotStartMillis\":16594236e5 | slotStartMillis",
        "\"billLineCount\":4 | \"billLineCount\":4000000000 | billLineCount",
        "\"account\":\"home-01\" | \"account\":null | account",
        "\"amountNano\":\"12000\" | \"amountNano\":12000 | amountNano",
        "\"amountNano\":\"12000\" | \"amountNano\":\"9223372036854775808\" | 9223372036854775808",
        "\"market\":\"m\", | '' | market",
        "\"1111 | \"x111 | x111"
      })
  void namesWhatIsWrong(String from, String to, String named) throws IOException {
    String broken = golden().replace(from.strip(), to.strip());
    assertThat(broken).isNotEqualTo(golden());
    assertThatThrownBy(() -> BatchJson.read(broken))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(named);
  }

  @Property
  void failsOnlyAsALedgerException(@ForAll("mutations") String text) {
    readOrLedgerException(() -> BatchJson.read(text));
    readOrLedgerException(() -> BatchJson.readRecorded(text));
    readOrLedgerException(() -> BatchJson.readRecordedList(text));
  }

  @Test
  void refusesANestingThatWouldExhaustTheStack() {
    assertThatThrownBy(() -> BatchJson.read("[".repeat(1_000_000)))
        .isInstanceOf(LedgerException.class);
  }

  private static void readOrLedgerException(Runnable read) {
    try {
      read.run();
    } catch (LedgerException e) {
      assertThat(e).hasMessageStartingWith("not the JSON of a settlement batch");
    }
  }

  @Provide
  Arbitrary<String> mutations() {
    Arbitrary<String> cut =
        Combinators.combine(
                Arbitraries.integers().between(0, 700),
                Arbitraries.integers().between(0, 700),
                Arbitraries.of("", "0", "-", "null", "[]", "{}", "\"", "1e9", "\u0000", "é"))
            .as(
                (from, to, middle) -> {
                  String text = BatchJson.write(EXAMPLE);
                  return text.substring(0, Math.min(from, text.length()))
                      + middle
                      + text.substring(Math.min(to, text.length()));
                });
    return Arbitraries.oneOf(
        cut, Arbitraries.strings(), Arbitraries.of("null", "[]", "{}", "[1]", "{\"batch\":1}"));
  }

  @Provide
  Arbitrary<SettlementBatch> batches() {
    Arbitrary<List<Posting>> postings =
        Combinators.combine(
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20), Arbitraries.longs())
            .as(Posting::new)
            .list()
            .ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.longs().between(0, 200_000_000L), hashes(), hashes(), postings)
        .as(
            (slot, root, predecessor, list) ->
                new SettlementBatch(
                    "m." + slot * 900 + ".initial",
                    "m",
                    new DeliverySlot(slot * 900_000L, 15),
                    3,
                    Hash.ZERO,
                    root,
                    predecessor,
                    root,
                    list.size(),
                    predecessor,
                    list));
  }

  private static Arbitrary<Hash> hashes() {
    return Arbitraries.bytes().array(byte[].class).ofSize(32).map(Hash::ofBytes);
  }

  private static String golden() throws IOException {
    try (InputStream in =
        BatchJsonTest.class.getResourceAsStream("/settlement-batch/v1/batch.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
