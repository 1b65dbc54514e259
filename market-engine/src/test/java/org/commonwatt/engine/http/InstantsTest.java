package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Instants are read and written as the JDK does it. */
class InstantsTest {
  private static final long FIRST = -2_208_988_800_000L; // 1900-01-01
  private static final long LAST = 16_725_225_599_999L; // 2499-12-31

  /** As the API's document has it. */
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "(19|2[0-4])[0-9]{2}-[0-9]{2}-[0-9]{2}"
              + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,3})?Z");

  @Property
  void whatIsWrittenIsWhatTheJdkWritesAndIsReadBack(
      @ForAll @LongRange(min = FIRST, max = LAST) long millis) {
    for (long each : new long[] {millis, millis / 1_000 * 1_000, millis / 100 * 100}) {
      String text = Instants.text(each);
      assertThat(text).isEqualTo(Instant.ofEpochMilli(each).toString());
      assertThat(Instants.parse(text)).hasValue(each);
    }
  }

  @Property
  void otherYearsAreWrittenAndNotRead(@ForAll @LongRange(min = -1L << 55, max = 1L << 55) long at) {
    String text = Instants.text(at);
    assertThat(text).isEqualTo(Instant.ofEpochMilli(at).toString());
    assertThat(Instants.parse(text).isPresent()).isEqualTo(at >= FIRST && at <= LAST);
  }

  @Property
  void aTextWithOneCharacterChangedIsReadAsTheDocumentAndTheJdkSay(
      @ForAll @LongRange(min = FIRST, max = LAST) long millis,
      @ForAll @LongRange(min = 0, max = 23) long place,
      @ForAll("characters") char put) {
    StringBuilder changed = new StringBuilder(Instants.text(millis));
    changed.setCharAt((int) Math.min(place, changed.length() - 1), put);
    assertThat(Instants.parse(changed.toString())).isEqualTo(expected(changed.toString()));
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.of('0', '1', '2', '3', '5', '6', '9', 'T', 'Z', ':', '.', '٣');
  }

  @Example
  void whatIsNoInstantOfTheDocumentIsNotRead() {
    for (String text :
        new String[] {
          "",
          "Z",
          "2022-08-02",
          "2022-08-02T07:15Z",
          "2022-08-02T07:15:00",
          "2022-08-02T07:15:00.Z",
          "2022-08-02T07:15:00.0000Z",
          "2022-08-02T07:15:00,5Z",
          "2022-08-02T07:15:00z",
          "2022-08-02t07:15:00Z",
          "2022-08-02T07:15:00+00:00",
          "2022-08-02T24:00:00Z",
          "2022-08-02T07:15:60Z",
          "2022-02-29T07:15:00Z",
          "2022-13-01T07:15:00Z",
          "2022-00-01T07:15:00Z",
          "1899-12-31T23:59:59Z",
          "2500-01-01T00:00:00Z",
          " 2022-08-02T07:15:00Z"
        }) {
      assertThat(Instants.parse(text)).as(text).isEmpty();
      assertThat(expected(text)).as(text).isEmpty();
    }
    assertThat(Instants.parse("2024-02-29T23:59:59.5Z"))
        .isEqualTo(expected("2024-02-29T23:59:59.5Z"));
  }

  private static OptionalLong expected(String text) {
    if (!DOCUMENT.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
