package org.commonwatt.flink.netting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Objects;
import org.commonwatt.flink.defects.RealHomes;
import org.junit.jupiter.api.Test;

/**
 * How far forecasts of 17 real homes are from what was metered, over the six weeks after the first
 * two. Each slot opens a day before its start; its position comes when it ends.
 */
class ForecastErrorTest {
  private static final int DAY = 96;
  private static final int LEARNED = 14 * DAY;

  private long slots;
  private long first;
  private long latest;
  private long yesterday;

  @Test
  void similarDaysAreBetterThanYesterdayAndTheSunOfTheLastHourMakesThemBetterStill() {
    RealHomes homes = new RealHomes();
    for (int home = 0; home < RealHomes.HOMES; home++) {
      play(homes.imports(home), homes.exports(home));
    }
    System.out.printf(
        Locale.ROOT,
        "mean absolute error of a quarter-hour's net energy: %d Wh as yesterday, %d Wh at the first"
            + " forecast, %d Wh at the last; %d slots%n",
        yesterday / slots,
        first / slots,
        latest / slots,
        slots);
    assertThat(slots).isEqualTo((long) RealHomes.HOMES * (RealHomes.DAYS * DAY - LEARNED));
    assertThat(first).isLessThan(yesterday * 98 / 100);
    assertThat(latest).isLessThan(first * 88 / 100);
  }

  private void play(long[] imports, long[] exports) {
    Account account = new Account();
    for (int slot = 0; slot < RealHomes.DAYS * DAY; slot++) {
      if (slot + DAY < RealHomes.DAYS * DAY) {
        account.opens(slot + DAY);
      }
      account.meters(slot, exports[slot] - imports[slot]);
      if (slot >= LEARNED) {
        NetPosition row = account.row(slot);
        long metered = exports[slot] - imports[slot];
        slots++;
        first += Math.abs(Objects.requireNonNull(row.firstForecastWh()) - metered);
        latest += Math.abs(Objects.requireNonNull(row.forecastWh()) - metered);
        yesterday += Math.abs(exports[slot - DAY] - imports[slot - DAY] - metered);
      }
    }
  }
}
