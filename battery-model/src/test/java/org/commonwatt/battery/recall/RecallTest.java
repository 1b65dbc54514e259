package org.commonwatt.battery.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.MeterTotals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which batteries a recall means. */
class RecallTest {
  private static final long REGISTERED = Instant.parse("2023-05-31T23:59:59.999Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource({
    "2021-12-04, 2021-12-04, true",
    "2021-12-01, 2021-12-31, true",
    "2021-12-05, 2022-12-31, false",
    "2020-12-05, 2021-12-03, false",
    "2023-05-01, 2023-06-30, false"
  })
  void theDayOfACodeDecidesWhereThereIsOne(LocalDate from, LocalDate to, boolean meant) {
    Asset cell = asset(AssetKind.CELL, List.of("04QCB76836300JBC40000903"), "maker", true);
    assertThat(new Recall("maker", AssetKind.CELL, from, to).means(cell, REGISTERED).isPresent())
        .isEqualTo(meant);
  }

  @Test
  void aDayThatSourcesReadDifferentlyIsMeantWhenAnyReadingIs() {
    // The third character of the date, U to Z, is the 27th or a later day.
    Asset cell = asset(AssetKind.CELL, List.of("04QCB76836300JBCV0000903"), "maker", true);
    Recall month = recall("2021-12-01", "2021-12-31");
    assertThat(month.means(cell, REGISTERED)).contains(Recall.Reason.CODE_AMBIGUOUS);
    assertThat(recall("2022-01-01", "2023-12-31").means(cell, REGISTERED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2023-05-31, 2023-05-31, true",
    "2023-06-01, 2023-06-30, false",
    "2023-01-01, 2023-05-30, false"
  })
  void withoutALegibleDayTheDayOfRegistrationDecides(String from, String to, boolean meant) {
    Asset module = asset(AssetKind.MODULE, List.of("scratched"), "maker", true);
    assertThat(recall(from, to).means(module, REGISTERED).isPresent()).isEqualTo(meant);
  }

  @Test
  void anotherMakersAnotherKindAndWhatNobodyKnowsTheMakerOfIsNotMeant() {
    Recall modules =
        new Recall(
            "maker",
            AssetKind.MODULE,
            LocalDate.parse("2000-01-01"),
            LocalDate.parse("2099-12-31"));
    assertThat(modules.means(asset(AssetKind.MODULE, List.of(), "maker", true), REGISTERED))
        .contains(Recall.Reason.REGISTERED);
    assertThat(modules.means(asset(AssetKind.PACK, List.of(), "maker", true), REGISTERED))
        .isEmpty();
    assertThat(modules.means(asset(AssetKind.MODULE, List.of(), "another", true), REGISTERED))
        .isEmpty();
    assertThat(modules.means(asset(AssetKind.MODULE, List.of(), "maker", false), REGISTERED))
        .isEmpty();
  }

  @Test
  void theLastDayIsNotBeforeTheFirst() {
    assertThatThrownBy(() -> recall("2023-05-02", "2023-05-01"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Recall recall(String from, String to) {
    return new Recall("maker", null, LocalDate.parse(from), LocalDate.parse(to));
  }

  private static Asset asset(
      AssetKind kind, List<String> codes, String registeredBy, boolean historyKnown) {
    return new Asset(
        "a",
        kind,
        codes,
        6_000,
        60_000,
        registeredBy,
        historyKnown,
        registeredBy,
        LifeState.MANUFACTURED,
        null,
        List.of(),
        List.of(),
        0,
        0,
        0,
        0,
        List.of(),
        false,
        null,
        0,
        0,
        1,
        MeterTotals.NONE,
        null,
        null,
        1);
  }
}
