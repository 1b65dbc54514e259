package org.commonwatt.ingest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HomeProfilesTest {
  private static final long SLOT = 900_000;
  private static final long START = millis("2022-08-01T00:00:00Z");
  private static final HomeProfiles UTC = HomeProfiles.bundled(0);

  @Test
  void anHourIsDividedExactlyRemainderFirst() {
    // Line 2 of the file: home 1 consumes 0.851 kWh from 00:00 to 01:00 on 1 August.
    assertThat(UTC.homes()).isEqualTo(17);
    assertThat(UTC.loadWh(1, START)).isEqualTo(213);
    assertThat(UTC.loadWh(1, START + SLOT)).isEqualTo(213);
    assertThat(UTC.loadWh(1, START + 2 * SLOT)).isEqualTo(213);
    assertThat(UTC.loadWh(1, START + 3 * SLOT)).isEqualTo(212);
    assertThat(UTC.pvWh(1, START)).isZero();
    assertThat(UTC.netWh(1, START)).isEqualTo(-213);
    assertThat(UTC.tariffMicroPerKwh(START)).isEqualTo(220_000);
  }

  @Test
  void localTimeDecidesTheHour() {
    HomeProfiles fontana = HomeProfiles.bundled(-420);
    assertThat(fontana.loadWh(1, millis("2022-08-01T07:00:00Z"))).isEqualTo(213);
    HomeProfiles kathmandu = HomeProfiles.bundled(345);
    assertThat(kathmandu.loadWh(1, millis("2022-07-31T18:15:00Z"))).isEqualTo(213);
  }

  @Test
  void theProfileRepeatsEvery56DaysInBothDirections() {
    long period = 56 * 96 * SLOT;
    for (int home = 1; home <= 17; home++) {
      long noon = START + 48 * SLOT;
      assertThat(UTC.netWh(home, noon + period)).isEqualTo(UTC.netWh(home, noon));
      assertThat(UTC.netWh(home, noon - 3 * period)).isEqualTo(UTC.netWh(home, noon));
    }
  }

  @Property(tries = 300)
  void registersGrowByExactlyTheProfile(
      @ForAll @IntRange(min = 1, max = 17) int home,
      @ForAll @LongRange(min = -100_000, max = 200_000) long slot) {
    long start = START + slot * SLOT;
    long net = UTC.netWh(home, start);
    assertThat(UTC.importedUnits(home, start + SLOT, 10) - UTC.importedUnits(home, start, 10))
        .isEqualTo(10 * Math.max(-net, 0));
    assertThat(UTC.exportedUnits(home, start + SLOT, 1) - UTC.exportedUnits(home, start, 1))
        .isEqualTo(Math.max(net, 0));
  }

  @Property(tries = 300)
  void withinAQuarterHourRegistersGrowLinearly(
      @ForAll @IntRange(min = 1, max = 17) int home,
      @ForAll @LongRange(min = 0, max = 5_375) long slot,
      @ForAll @LongRange(min = 0, max = 899_999) long elapsed) {
    long start = START + slot * SLOT;
    long withdrawn = Math.max(-UTC.netWh(home, start), 0);
    assertThat(UTC.importedUnits(home, start + elapsed, 1) - UTC.importedUnits(home, start, 1))
        .isEqualTo(withdrawn * elapsed / SLOT);
  }

  @Test
  void badFilesNameTheLineAndTheCause() {
    String header = "month,hour_1_24,day_type,b1_load_kwh,b1_pv_kwh,tariff_usd_kwh\n";
    assertThatThrownBy(() -> HomeProfiles.parse(header, 0)).hasMessageContaining("1344 rows");
    String good = header + rows("8,%d,1,0.5,0.25,0.22");
    assertThat(HomeProfiles.parse(good, 0).netWh(1, START)).isEqualTo(-62);
    assertBad(good.replace("b1_pv", "b2_pv"), "line 1");
    assertBad(good.replaceFirst("8,2,1", "8,3,1"), "line 3: hour_1_24 must be 2");
    for (String cell : new String[] {"0.0001", "-1", "x", "", "1e9999999", "NaN", "9".repeat(30)}) {
      assertBad(good.replaceFirst("0\\.25", cell), "line 2");
    }
    assertBad(good.replaceFirst("0\\.5,", ""), "line 2: 5 cells");
    assertThatThrownBy(() -> HomeProfiles.parse(good, 7)).hasMessageContaining("UTC offset");
    assertThatThrownBy(() -> UTC.netWh(18, START)).hasMessageContaining("no home 18");
    assertThatThrownBy(() -> UTC.netWh(1, START + 1)).hasMessageContaining("quarter-hour");
  }

  private static void assertBad(String csv, String message) {
    assertThatThrownBy(() -> HomeProfiles.parse(csv, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static String rows(String pattern) {
    StringBuilder rows = new StringBuilder();
    for (int hour = 0; hour < 1_344; hour++) {
      rows.append(pattern.formatted(hour % 24 + 1)).append('\n');
    }
    return rows.toString();
  }

  private static long millis(String iso) {
    return Instant.parse(iso).toEpochMilli();
  }
}
