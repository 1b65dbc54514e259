package org.commonwatt.flink.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.registers.Readings.SLOT;
import static org.commonwatt.flink.registers.Readings.START;
import static org.commonwatt.flink.registers.Readings.at;
import static org.commonwatt.flink.registers.Readings.reading;

import java.math.BigInteger;
import org.commonwatt.flink.registers.Readings.Meter;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

class BorderInterpolatorTest {
  private static IntervalEnergy energy(int slot, long importWh, long exportWh, Quality quality) {
    return new IntervalEnergy(
        "m-1", "p-1", new DeliverySlot(START + slot * SLOT, 15), 1, importWh, exportWh, quality);
  }

  @Test
  void readingsOnTheBordersGiveActualEnergy() {
    Meter meter = new Meter().arrive(reading(0, 0, 100, 50), reading(1, 15, 130, 57));
    meter.settleMinutes(15);
    assertThat(meter.energies).containsExactly(energy(0, 30, 7, Quality.ACTUAL));
    assertThat(meter.rejected).isEmpty();
  }

  @Test
  void aBorderWithoutReadingIsInterpolatedAndRoundedDown() {
    Meter meter =
        new Meter().arrive(reading(0, 0, 100, 0), reading(1, 10, 110, 0), reading(2, 20, 115, 1));
    meter.arrive(reading(3, 30, 120, 1)).settleMinutes(30);
    assertThat(meter.energies)
        .containsExactly(energy(0, 12, 0, Quality.ESTIMATED), energy(1, 8, 1, Quality.ESTIMATED));
  }

  @Test
  void everySlotOfAGapIsEmittedInOrderWhenTheNextReadingArrives() {
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0)).settleMinutes(45);
    assertThat(meter.energies).isEmpty();
    meter.arrive(reading(1, 45, 10, 5)).settleMinutes(45);
    assertThat(meter.energies)
        .containsExactly(
            energy(0, 3, 1, Quality.ESTIMATED),
            energy(1, 3, 2, Quality.ESTIMATED),
            energy(2, 4, 2, Quality.ESTIMATED));
  }

  @Test
  void theFirstSlotStartsAtTheFirstBorderAfterTheFirstReading() {
    Meter meter = new Meter().arrive(reading(0, 5, 10, 0), reading(1, 25, 30, 0));
    meter.arrive(reading(2, 30, 35, 0)).settleMinutes(30);
    assertThat(meter.energies).containsExactly(energy(1, 15, 0, Quality.ESTIMATED));
  }

  @Test
  void nothingIsComputedBeforeTheHorizonReachesTheDecidingReading() {
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0), reading(1, 15, 5, 0));
    assertThat(meter.settleMinutes(14.9).energies).isEmpty();
    assertThat(meter.settleMinutes(15).energies).hasSize(1);
  }

  @Test
  void aReadingOfADeviceThatEstimatesMakesItsSlotsEstimated() {
    RegisterReading exact = reading(1, 15, 5, 0);
    RegisterReading estimated =
        new RegisterReading(
            "m-1", "p-1", 1, exact.timeMillis(), 5, 0, 0, Quality.ESTIMATED, exact.raw());
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0), estimated).settleMinutes(15);
    assertThat(meter.energies).containsExactly(energy(0, 5, 0, Quality.ESTIMATED));
  }

  @Test
  void anIdenticalRepeatIsADuplicateAndChangesNothing() {
    RegisterReading border = reading(1, 15, 5, 0);
    RegisterReading inside = reading(7, 5, 2, 0);
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0), inside, inside, border, border);
    meter.settleMinutes(15).arrive(border);
    assertThat(meter.energies).containsExactly(energy(0, 5, 0, Quality.ACTUAL));
    assertThat(meter.codes())
        .containsExactly(
            RejectionCode.READING_DUPLICATE,
            RejectionCode.READING_DUPLICATE,
            RejectionCode.READING_DUPLICATE);
    assertThat(meter.rejected.get(0).rawHex()).isEqualTo(inside.rawHex());
  }

  @Test
  void ofTwoReadingsOfOneInstantTheSmallerSequenceCountsWhicheverCameFirst() {
    RegisterReading kept = reading(1, 15, 5, 0);
    RegisterReading other = reading(2, 15, 6, 0);
    for (RegisterReading[] order : new RegisterReading[][] {{kept, other}, {other, kept}}) {
      Meter meter = new Meter().arrive(reading(0, 0, 0, 0)).arrive(order).settleMinutes(15);
      assertThat(meter.energies).containsExactly(energy(0, 5, 0, Quality.ACTUAL));
      assertThat(meter.codes()).containsExactly(RejectionCode.READING_CONFLICT);
      assertThat(meter.rejected.get(0).rawHex()).isEqualTo(other.rawHex());
    }
  }

  @Test
  void aRegisterBelowTheLastAcceptedOneIsRefusedAndTheBorderWaits() {
    Meter meter = new Meter().arrive(reading(0, 0, 100, 100), reading(1, 15, 110, 99));
    meter.settleMinutes(15);
    assertThat(meter.energies).isEmpty();
    assertThat(meter.codes()).containsExactly(RejectionCode.REGISTER_DECREASED);
    meter.arrive(reading(2, 30, 120, 100)).settleMinutes(30);
    assertThat(meter.energies)
        .containsExactly(energy(0, 10, 0, Quality.ESTIMATED), energy(1, 10, 0, Quality.ESTIMATED));
  }

  @Test
  void aSpikeBetweenTwoBordersIsRefusedInsteadOfTheCorrectReadingsAfterIt() {
    Meter meter =
        new Meter().arrive(reading(0, 0, 0, 0), reading(1, 5, 9_000, 0), reading(2, 10, 20, 0));
    meter.arrive(reading(3, 15, 30, 0)).settleMinutes(15);
    assertThat(meter.energies).containsExactly(energy(0, 30, 0, Quality.ACTUAL));
    assertThat(meter.codes()).containsExactly(RejectionCode.REGISTER_DECREASED);
    assertThat(meter.rejected.get(0).rejection().message()).contains("9000 Wh").contains("later");
  }

  @Test
  void moreEnergyThanAnyMeterCanMeasureIsRefused() {
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0), reading(1, 15, Long.MAX_VALUE, 0));
    meter.arrive(reading(2, 30, 8, 0)).settleMinutes(30);
    assertThat(meter.codes()).containsExactly(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(meter.energies)
        .containsExactly(energy(0, 4, 0, Quality.ESTIMATED), energy(1, 4, 0, Quality.ESTIMATED));
  }

  @Test
  void theLargestEnergyOfASlotIsAcceptedAndOneMoreIsNot() {
    long limit = SlotRules.MAX_METER_WH_PER_SLOT;
    Meter accepted = new Meter().arrive(reading(0, 0, 7, 0), reading(1, 15, 7 + limit, 0));
    assertThat(accepted.settleMinutes(15).energies)
        .containsExactly(energy(0, limit, 0, Quality.ACTUAL));
    Meter refused = new Meter().arrive(reading(0, 0, 7, 0), reading(1, 15, 8 + limit, 0));
    assertThat(refused.settleMinutes(15).codes()).containsExactly(RejectionCode.VALUE_OUT_OF_RANGE);
  }

  @Test
  void aReadingBeforeTheLastUsedOneIsLate() {
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0), reading(2, 15, 10, 0));
    meter.settleMinutes(15).arrive(reading(1, 10, 5, 0));
    assertThat(meter.codes()).containsExactly(RejectionCode.READING_LATE);
    assertThat(meter.waiting()).isZero();
  }

  @Test
  void aReadingBehindTheHorizonIsStillUsedWhileItsBorderIsOpen() {
    Meter meter = new Meter().arrive(reading(0, 0, 0, 0)).settleMinutes(29);
    meter.arrive(reading(1, 10, 6, 0), reading(2, 30, 20, 0)).settleMinutes(30);
    assertThat(meter.rejected).isEmpty();
    assertThat(meter.energies)
        .containsExactly(energy(0, 9, 0, Quality.ESTIMATED), energy(1, 11, 0, Quality.ESTIMATED));
  }

  @Test
  void aMeterSilentForLongerThanTheLongestGapStartsAnew() {
    long later = START + RULES_GAP + 2 * SLOT;
    Meter meter = new Meter().arrive(reading(0, 0, 5_000, 0), at(1, later, 10, 0));
    meter.arrive(at(2, later + SLOT, 30, 0)).settle(later + SLOT);
    assertThat(meter.restarts).isEqualTo(1);
    assertThat(meter.rejected).isEmpty();
    assertThat(meter.energies).hasSize(1);
    assertThat(meter.energies.get(0).importWh()).isEqualTo(20);
  }

  private static final long RULES_GAP = Readings.RULES.maxGapMillis();

  @Test
  void interpolationIsExactBeyondSixtyFourBits() {
    RegisterReading before = at(0, START + 1, 0, Long.MAX_VALUE - 10);
    RegisterReading after = at(1, START + 3 * SLOT + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE);
    BorderRegisters border = BorderRegisters.between(before, after, START + 3 * SLOT);
    BigInteger expected =
        BigInteger.valueOf(Long.MAX_VALUE - 1)
            .multiply(BigInteger.valueOf(3 * SLOT - 1))
            .divide(BigInteger.valueOf(3 * SLOT));
    assertThat(border.importWh()).isEqualTo(expected.longValueExact());
    assertThat(border.exportWh()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(border.quality()).isEqualTo(Quality.ESTIMATED);
  }
}
