package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverySlotTest {
  private static final long YEAR_9999 = 253_402_300_799_999L;

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.of(5, 15, 30, 60);
  }

  @Property
  void theContainingSlotStartsAtOrBeforeAndEndsAfter(
      @ForAll @LongRange(min = -YEAR_9999, max = YEAR_9999) long time,
      @ForAll("lengths") int minutes) {
    DeliverySlot slot = DeliverySlot.containing(time, minutes);
    assertThat(slot.startMillis()).isLessThanOrEqualTo(time);
    assertThat(slot.endMillis()).isGreaterThan(time);
    assertThat(slot.endMillis() - slot.startMillis()).isEqualTo(slot.lengthMillis());
    assertThat(DeliverySlot.isBorder(slot.startMillis(), minutes)).isTrue();
  }

  @Property
  void slotsFollowOneAnotherWithoutGap(
      @ForAll @LongRange(min = -YEAR_9999, max = YEAR_9999) long time,
      @ForAll("lengths") int minutes,
      @ForAll @IntRange(min = -10_000, max = 10_000) int count) {
    DeliverySlot slot = DeliverySlot.containing(time, minutes);
    assertThat(slot.plus(1).startMillis()).isEqualTo(slot.endMillis());
    assertThat(slot.plus(count).plus(-count)).isEqualTo(slot);
    assertThat(slot.plus(count).compareTo(slot)).isEqualTo(Integer.signum(count));
  }

  @Test
  void aDayHasNinetySixQuarterHours() {
    DeliverySlot midnight = slotAt("2022-08-02T00:00:00Z", 15);
    assertThat(midnight.plus(96)).isEqualTo(slotAt("2022-08-03T00:00:00Z", 15));
  }

  @Test
  void aSlotReadsAsIsoStartAndDuration() {
    assertThat(slotAt("2022-08-02T07:00:00Z", 15)).hasToString("2022-08-02T07:00:00Z/PT15M");
  }

  @Test
  void slotsOfOneStartAreOrderedByLength() {
    assertThat(slotAt("2022-08-02T07:00:00Z", 15))
        .isLessThan(slotAt("2022-08-02T07:00:00Z", 30))
        .isLessThan(slotAt("2022-08-02T07:05:00Z", 5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 45, 120, -15, Integer.MAX_VALUE})
  void otherLengthsAreRefused(int minutes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeliverySlot(0, minutes))
        .withMessageContaining("5, 15, 30 or 60 minutes, not " + minutes);
    assertThatIllegalArgumentException().isThrownBy(() -> DeliverySlot.containing(0, minutes));
  }

  @Test
  void aStartOffTheBorderIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeliverySlot(1, 15))
        .withMessage("1970-01-01T00:00:00.001Z is not on a border of 15 minutes");
  }

  @Test
  void theRangeOfTimeIsNotExceeded() {
    DeliverySlot last =
        DeliverySlot.containing(Long.MAX_VALUE - DeliverySlot.containing(0, 15).lengthMillis(), 15);
    assertThat(last.endMillis()).isGreaterThan(last.startMillis());
    assertThatIllegalArgumentException().isThrownBy(() -> last.plus(1));
    assertThatThrownBy(() -> last.plus(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> DeliverySlot.containing(Long.MIN_VALUE, 15))
        .isInstanceOf(ArithmeticException.class);
  }

  private static DeliverySlot slotAt(String start, int minutes) {
    return new DeliverySlot(Instant.parse(start).toEpochMilli(), minutes);
  }
}
