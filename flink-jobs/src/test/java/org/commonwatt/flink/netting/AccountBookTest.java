package org.commonwatt.flink.netting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.flink.surveillance.MapMemory;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

class AccountBookTest {
  private static final int DAY = 96;

  private final Account account = new Account();

  private void meterDay(int day, long netWh) {
    for (int slot = 0; slot < DAY; slot++) {
      account.meters(day * DAY + slot, netWh);
    }
  }

  @Test
  void tradesAddUpAndOneThatFellAwayWasNeverMade() {
    account.opens(40);
    account.trades(40, 500);
    account.trades(40, -200);
    assertThat(account.row(40).contractedWh()).isEqualTo(300);
    account.trades(40, -500);
    assertThat(account.row(40).contractedWh()).isEqualTo(-200);
    assertThat(account.row(40).meteredWh()).isNull();
    assertThat(account.row(40).imbalanceToDateWh()).isNull();
  }

  @Test
  void theImbalanceRunsOverTheDayAndBeginsAnewAtLocalMidnight() {
    for (int slot = 94; slot < 98; slot++) {
      account.opens(slot);
      account.trades(slot, 100);
    }
    account.meters(94, 70);
    account.meters(95, 150);
    account.meters(96, 90);
    account.meters(97, 90);
    assertThat(account.rows())
        .extracting(NetPosition::imbalanceToDateWh)
        .containsExactly(-30L, 20L, -10L, -20L);
  }

  @Test
  void aCorrectionTellsTheSlotsBehindItAgainWithItsOwnVersion() {
    for (int slot = 0; slot < 3; slot++) {
      account.opens(slot);
      account.meters(slot, -100);
    }
    List<NetPosition> told = account.meters(1, new Metered(90, 0, Quality.ESTIMATED));
    assertThat(told)
        .extracting(NetPosition::slot)
        .containsExactly(Account.slot(1), Account.slot(2));
    assertThat(told).extracting(NetPosition::imbalanceToDateWh).containsExactly(-190L, -290L);
    assertThat(told).extracting(NetPosition::version).containsOnly(7L);
    assertThat(account.row(1).quality()).isEqualTo(Quality.ESTIMATED);
  }

  @Test
  void aTradeThatFallsAwayAfterDeliveryChangesTheImbalance() {
    account.opens(0);
    account.trades(0, 100);
    account.meters(0, 100);
    assertThat(account.row(0).imbalanceToDateWh()).isZero();
    account.trades(0, -100);
    assertThat(account.row(0).imbalanceToDateWh()).isEqualTo(100);
  }

  @Test
  void aSlotThatWasNeverOpenIsMeteredOnly() {
    account.meters(3, -42);
    assertThat(account.row(3).meteredWh()).isEqualTo(-42);
    assertThat(account.row(3).imbalanceToDateWh()).isNull();
    assertThat(account.row(3).forecastWh()).isNull();
  }

  @Test
  void anOpenSlotIsExpectedAsSoonAsADayIsKnown() {
    for (int slot = DAY; slot < 2 * DAY; slot++) {
      assertThat(account.opens(slot)).hasSize(1);
    }
    assertThat(account.row(DAY + 60).forecastWh()).isNull();
    meterDay(0, -25);
    assertThat(account.row(DAY + 60).forecastWh()).isEqualTo(-25);
    assertThat(account.row(DAY).forecastWh()).as("it has begun").isNull();
    account.opens(2 * DAY + 5);
    assertThat(account.row(2 * DAY + 5).firstForecastWh()).as("at its opening").isEqualTo(-25);
  }

  @Test
  void aForecastEndsWhenDeliveryBeginsAndTheFirstOneStays() {
    meterDay(0, 40);
    account.opens(DAY);
    account.opens(DAY + 1);
    account.opens(DAY + 8);
    for (int slot = 0; slot < 4; slot++) {
      account.meters(DAY + slot, 10);
    }
    NetPosition later = account.row(DAY + 8);
    assertThat(later.firstForecastWh()).isEqualTo(40);
    assertThat(later.forecastWh()).as("a quarter of the sun").isEqualTo(10);
    assertThat(account.row(DAY + 1).forecastWh()).as("delivered before").isEqualTo(40);
  }

  @Test
  void theSunOfTheLastHourSaysNothingBehindItsReach() {
    meterDay(0, 40);
    account.opens(DAY + 4 + 6);
    account.opens(DAY + 4 + 7);
    for (int slot = 0; slot < 4; slot++) {
      account.meters(DAY + slot, 10);
    }
    assertThat(account.row(DAY + 10).forecastWh()).isEqualTo(10);
    assertThat(account.row(DAY + 11).forecastWh()).isEqualTo(40);
  }

  @Test
  void anHourWithAHoleScalesNothing() {
    meterDay(0, 40);
    account.opens(DAY + 6);
    account.meters(DAY, 10);
    account.meters(DAY + 1, 10);
    account.meters(DAY + 3, 10);
    assertThat(account.row(DAY + 6).forecastWh()).isEqualTo(40);
  }

  @Test
  void aDayOfSubstitutesOrTooMuchEnergyIsNoModel() {
    meterDay(0, -25);
    for (int slot = DAY; slot < 2 * DAY; slot++) {
      account.meters(slot, new Metered(99, 0, Quality.SUBSTITUTED));
    }
    for (int slot = 2 * DAY; slot < 3 * DAY; slot++) {
      account.meters(slot, new Metered(1L << 31, 0, Quality.ACTUAL));
    }
    account.opens(3 * DAY + 50);
    assertThat(account.row(3 * DAY + 50).forecastWh()).isEqualTo(-25);
  }

  @Test
  void aCorrectedDayTakesThePlaceOfItsFormerCourse() {
    meterDay(0, -20);
    account.meters(30, -60);
    account.opens(DAY + 30);
    assertThat(account.row(DAY + 30).forecastWh()).isEqualTo(-60);
  }

  @Test
  void aCorrectedDayOfLongAgoLeavesItsPlaceToNewerOnes() {
    for (int day = 0; day < 3; day++) {
      meterDay(day, -10 * (day + 1));
    }
    account.meters(30, -90); // Monday again
    for (int day = 3; day < 5; day++) {
      meterDay(day, -10 * (day + 1));
    }
    meterDay(7, -60); // the sixth workday: the Monday goes
    account.opens(8 * DAY + 30);
    assertThat(account.row(8 * DAY + 30).forecastWh()).isEqualTo(-(20 + 30 + 40 + 50 + 60) / 5);
  }

  /** What the sun of the last hour says holds until the next metered slot. */
  @Test
  void neitherACorrectionNorALateOpeningLosesTheSun() {
    meterDay(0, 40);
    account.opens(DAY + 8);
    for (int slot = 0; slot < 4; slot++) {
      account.meters(DAY + slot, 10);
    }
    assertThat(account.row(DAY + 8).forecastWh()).isEqualTo(10);
    assertThat(account.meters(70, 44)).extracting(NetPosition::slot).contains(Account.slot(70));
    assertThat(account.row(DAY + 8).forecastWh()).isEqualTo(10);
    account.opens(DAY + 9);
    assertThat(account.row(DAY + 9).forecastWh()).isEqualTo(10);
    account.opens(DAY + 20);
    assertThat(account.row(DAY + 20).forecastWh()).as("beyond its reach").isEqualTo(40);
  }

  @Test
  void slotsOfFourDaysAgoAreForgottenAndWhatComesOfThemIsNotTold() {
    for (int day = 0; day < 5; day++) {
      meterDay(day, -20);
    }
    assertThat(account.slots.keys()).hasSize(4 * DAY);
    assertThat(account.trades(DAY - 1, 10)).isEmpty();
    assertThat(account.trades(DAY, 10)).hasSize(1);
  }

  @Test
  void nothingIsToldTwice() {
    account.opens(0);
    account.meters(0, 10);
    assertThat(account.meters(0, 10)).isEmpty();
    assertThat(account.opens(0)).isEmpty();
  }

  @Test
  void slotsOfOtherLengthsHaveDaysOfTheirOwn() {
    AccountBook book = new AccountBook(-420, new MapMemory<>(), new MapMemory<>());
    long midnight = Account.MONDAY + 7 * 3_600_000L; // where local time is 7 h behind
    List<NetPosition> told = List.of();
    for (int hour = -1; hour < 24; hour++) {
      DeliverySlot slot = new DeliverySlot(midnight + hour * 3_600_000L, 60);
      var place = new Place(2 * hour + 3, 1, slot.startMillis() - 1);
      book.next(new AccountFact(place, "home-1", "v", slot, 0, null));
      place = new Place(2 * hour + 4, 1, slot.endMillis());
      told =
          book.next(
              new AccountFact(place, "home-1", "v", slot, 0, new Metered(7, 0, Quality.ACTUAL)));
    }
    assertThat(told).singleElement().extracting(NetPosition::imbalanceToDateWh).isEqualTo(-168L);
  }
}
