package org.commonwatt.battery.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.commonwatt.battery.AssetKind;

class BatteryCodesPropertyTest {
  private static final BatteryCodes CODES = BatteryCodes.builtIn();
  private static final CodeTables TABLES = CodeTables.builtIn();
  private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  /** Characters that no code of GB/T 34014 has, and those that only some places may have. */
  private static final String ANY = ALPHANUMERIC + "-_ é.\u0000\uD83D";

  @Property(tries = 2000)
  void everyStringOfBytesGetsAnAnswer(@ForAll @Size(max = 60) byte[] bytes) {
    answers(new String(bytes, StandardCharsets.UTF_8));
    answers(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 2000)
  void everyTextThatLooksLikeACodeGetsAnAnswer(@ForAll("likeCodes") String text) {
    answers(text);
  }

  private static void answers(String text) {
    DecodedCode decoded = CODES.decode(text);
    assertThat(decoded.input()).isEqualTo(text);
    assertThat(decoded.normalised() == null).isEqualTo(!decoded.valid());
    int longest = text.strip().length() + 1;
    int before = 0;
    for (CodeError error : decoded.errors()) {
      assertThat(error.position()).isBetween(Math.max(1, before), longest);
      before = error.position();
    }
    if (decoded.valid()) {
      assertThat(CODES.decode(Objects.requireNonNull(decoded.normalised())).parts())
          .as("a normalised code says the same")
          .isEqualTo(decoded.parts());
    }
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("codes") TractionCode code) {
    DecodedCode decoded = CODES.decode(code.text());
    if (mayBeNoDay(code.date()) && !decoded.valid()) {
      assertThat(decoded.errors()).extracting(CodeError::code).containsExactly(CodeError.Code.DATE);
      return;
    }
    assertThat(decoded.errors()).isEmpty();
    DecodedCode.Parts parts = decoded.parts();
    assertThat(parts.vendor()).isEqualTo(code.vendor());
    assertThat(parts.kind()).isEqualTo(code.kind());
    assertThat(parts.spec()).isEqualTo(code.spec());
    assertThat(parts.serial()).isEqualTo(code.serial());
    assertThat(parts.traceability() == null ? "" : parts.traceability())
        .isEqualTo(code.traceability());
    assertThat((parts.date() == null) != parts.dateCandidates().isEmpty()).isTrue();
    assertThat(TractionCode.split(code.text(), code.kind())).isEqualTo(code);
  }

  @Property(tries = 3000)
  void aSingleWrongCharacterIsLocated(
      @ForAll("codes") TractionCode code, @ForAll("places") int place, @ForAll("any") char wrong) {
    String text = code.text();
    Assume.that(CODES.decode(text).valid());
    Assume.that(!text.startsWith("25S")); // with other characters it may be another scheme's
    int position = place % text.length() + 1;
    Assume.that(!mayStand(text, position, wrong));
    Assume.that(!Character.isWhitespace(wrong) || (position > 1 && position < text.length()));
    DecodedCode decoded =
        CODES.decode(text.substring(0, position - 1) + wrong + text.substring(position));
    assertThat(decoded.errors()).hasSize(1);
    assertThat(decoded.errors().get(0).position()).isEqualTo(position);
    assertThat(decoded.errors().get(0).message()).contains("position " + position + " ");
  }

  /** What each place may have, said again in other words than the reader's. */
  private static boolean mayStand(String text, int position, char c) {
    int year = text.length() == 24 ? 15 : 8;
    if (position == 4 || position == 19 && text.length() == 19) {
      return "PMC".indexOf(c) >= 0;
    }
    if (position == 5) {
      return "ABCDEFGZ".indexOf(c) >= 0;
    }
    if (position == 18 && text.length() == 19) {
      return c == 'R';
    }
    if (position == year) {
      return "123456789ABCDEFGHJKLMNPRSTUVWXY".indexOf(c) >= 0;
    }
    if (position == year + 1) {
      return "123456789ABC".indexOf(c) >= 0;
    }
    if (position == year + 2) {
      return "0123456789ABCDEFGHJKLMNPRSTUVWXYZ".indexOf(c) >= 0;
    }
    return (position > year + 2 ? "0123456789" : ALPHANUMERIC).indexOf(c) >= 0;
  }

  /** The end of a month that has no 31 days; sources differ about the days from the 27th on. */
  private static boolean mayBeNoDay(String date) {
    return "2469B".indexOf(date.charAt(1)) >= 0 && "UVWXYZ0".indexOf(date.charAt(2)) >= 0;
  }

  @Provide
  Arbitrary<TractionCode> codes() {
    Arbitrary<String> head = text(ALPHANUMERIC, 3);
    Arbitrary<AssetKind> kind = Arbitraries.of(AssetKind.CELL, AssetKind.MODULE, AssetKind.PACK);
    Arbitrary<Character> chemistry = Arbitraries.of(TABLES.characters("chemistry"));
    Arbitrary<String> date =
        Combinators.combine(of("year"), of("month"), of("day")).as((y, m, d) -> "" + y + m + d);
    Arbitrary<String> tail =
        Arbitraries.oneOf(text(ALPHANUMERIC, 7), Arbitraries.of("RP", "RM", "RC"));
    return Combinators.combine(
            head, kind, chemistry, text(ALPHANUMERIC, 2), tail, date, text("0123456789", 7))
        .as(
            (vendor, k, c, spec, last, day, serial) ->
                last.length() == 7
                    ? new TractionCode(vendor, k, c, spec, last, day, serial, "")
                    : new TractionCode(vendor, k, c, spec, "", day, serial, last))
        .withoutEdgeCases();
  }

  @Provide
  Arbitrary<String> likeCodes() {
    Arbitrary<String> start = Arbitraries.of("", "25S", "25SUN", "(01)", "(8004)", "04QCB76", "-R");
    Arbitrary<String> rest = Arbitraries.strings().withChars(ANY + "()").ofMaxLength(60);
    return Combinators.combine(start, rest).as((one, other) -> one + other);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 455);
  }

  @Provide
  Arbitrary<Character> any() {
    return Arbitraries.of(ANY.chars().mapToObj(c -> (char) c).toList());
  }

  private static Arbitrary<Character> of(String table) {
    return Arbitraries.of(List.copyOf(TABLES.characters(table)));
  }

  private static Arbitrary<String> text(String characters, int length) {
    return Arbitraries.strings().withChars(characters).ofLength(length);
  }
}
