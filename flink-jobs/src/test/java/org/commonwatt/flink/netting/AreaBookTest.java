package org.commonwatt.flink.netting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.flink.surveillance.MapMemory;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AreaBookTest {
  private static final DeliverySlot SLOT = new DeliverySlot(900_000, 15);
  private static final Map<String, String> HOMES = Map.of("a", "v", "b", "v", "c", "w");

  private static AreaReport report(String who, long importWh, long exportWh) {
    return report(who, 1, importWh, exportWh);
  }

  private static AreaReport report(String who, int version, long importWh, long exportWh) {
    return new AreaReport("v", who, SLOT, version, importWh, exportWh, Quality.ACTUAL, 2);
  }

  private static AreaFlow.Accounts both(int reported) {
    return new AreaFlow.Accounts(reported, 2);
  }

  private static AreaBook book(AreaGrid... grid) {
    return new AreaBook(new GridRules(HOMES, List.of(grid)), new MapMemory<>(), new MapMemory<>());
  }

  private static AreaFlow flow(AreaBook.Told told) {
    return Objects.requireNonNull(told.flow());
  }

  private static AreaBook measured() {
    return book(new AreaGrid("v", "feeder", 4_000L, 3_000L, 20_000, 10));
  }

  @Test
  void aFlowIsToldWhenAllAccountsOfTheAreaHaveReported() {
    AreaBook book = book();
    assertThat(book.next(report("a", 300, 0)).flow()).isNull();
    assertThat(book.next(report("a", 2, 310, 0)).flow()).as("a again").isNull();
    AreaBook.Told told = book.next(report("b", 0, 60));
    assertThat(told.flow())
        .isEqualTo(new AreaFlow("v", SLOT, 3, both(2), -250L, null, null, null, Quality.ACTUAL));
    assertThat(flow(told).flowWh()).isEqualTo(-250);
    assertThat(flow(told).flowW()).as("Wh of a quarter-hour").isEqualTo(-1_000);
    assertThat(told.isWhole()).isTrue();
    assertThat(told.alerts()).isEmpty();
  }

  @Test
  void lossesAreWhatEnteredAndDidNotLeave() {
    AreaBook book = measured();
    book.next(report("a", 700, 0));
    AreaBook.Told before = book.next(report("b", 0, 200));
    assertThat(flow(before).lossesWh()).as("the boundary meter is missing").isNull();
    assertThat(before.isWhole()).isFalse();
    AreaBook.Told told = book.next(report(AreaReport.BOUNDARY, 525, 0));
    assertThat(told.flow())
        .as("725 entered, 700 left, of 725 are 14 expected")
        .isEqualTo(new AreaFlow("v", SLOT, 3, both(2), -500L, -525L, 25L, 11L, Quality.ACTUAL));
    assertThat(flow(told).flowWh()).as("as measured at the boundary").isEqualTo(-525);
    assertThat(told.isWhole()).isTrue();
    assertThat(told.alerts())
        .containsExactly(new GridAlert("v", SLOT, GridAlert.Kind.RESIDUAL, 3, 11, 10, true));
  }

  @Test
  void aResidualIsJudgedEitherWay() {
    AreaBook book = measured();
    book.next(report("a", 700, 0));
    book.next(report(AreaReport.BOUNDARY, 700, 0));
    assertThat(book.next(report("b", 0, 0)).alerts())
        .as("nothing lost where 14 are expected")
        .extracting(GridAlert::value)
        .containsExactly(-14L);
  }

  @Test
  void powerAtTheLimitIsNoAlertAndAWattHourMoreIsOne() {
    for (long export : new long[] {750, 751}) {
      AreaBook book = book(new AreaGrid("v", null, 4_000L, 3_000L, 0, 0));
      book.next(report("a", 0, export));
      List<GridAlert> alerts = book.next(report("b", 0, 0)).alerts();
      assertThat(alerts).hasSize(export == 750 ? 0 : 1);
      assertThat(alerts)
          .allSatisfy(
              alert ->
                  assertThat(alert)
                      .isEqualTo(
                          new GridAlert("v", SLOT, GridAlert.Kind.EXPORT, 2, 3_004, 3_000, true)));
    }
    AreaBook book = book(new AreaGrid("v", null, 4_000L, 3_000L, 0, 0));
    book.next(report("a", 1_001, 0));
    assertThat(book.next(report("b", 0, 0)).alerts())
        .containsExactly(new GridAlert("v", SLOT, GridAlert.Kind.IMPORT, 2, 4_004, 4_000, true));
  }

  @Test
  void aCorrectionTakesAnAlertBackAndMayBringItAgain() {
    AreaBook book = book(new AreaGrid("v", null, 0L, null, 0, 0));
    book.next(report("a", 5, 0));
    assertThat(book.next(report("b", 0, 0)).alerts())
        .extracting(GridAlert::stands)
        .containsExactly(true);
    assertThat(book.next(report("a", 2, 0, 0)).alerts())
        .containsExactly(new GridAlert("v", SLOT, GridAlert.Kind.IMPORT, 3, 0, 0, false));
    assertThat(book.next(report("a", 3, 5, 0)).alerts())
        .extracting(GridAlert::version, GridAlert::stands)
        .containsExactly(tuple(4L, true));
  }

  @Test
  void theQualityIsTheWorstOfAll() {
    AreaBook book = book();
    book.next(new AreaReport("v", "a", SLOT, 1, 1, 0, Quality.ESTIMATED, 2));
    assertThat(flow(book.next(report("b", 0, 0))).quality()).isEqualTo(Quality.ESTIMATED);
  }

  @Test
  void aMissingAccountKeepsNoLimitOfTheBoundaryFromBeingJudged() {
    AreaBook book = measured();
    book.next(report("a", 700, 0));
    AreaBook.Told told = book.next(report(AreaReport.BOUNDARY, 1_001, 0));
    assertThat(told.alerts())
        .containsExactly(new GridAlert("v", SLOT, GridAlert.Kind.IMPORT, 2, 4_004, 4_000, true));
    assertThat(told.flow())
        .as("no sum of some, and no losses of it")
        .isEqualTo(new AreaFlow("v", SLOT, 2, both(1), null, -1_001L, null, null, Quality.ACTUAL));
    assertThat(told.isWhole()).isFalse();
    assertThat(flow(book.next(report("b", 0, 0))).lossesWh()).isEqualTo(301);
  }

  @Test
  void whileTheBoundaryMeterIsMissingTheSumOfTheAccountsIsNoAlert() {
    AreaBook book = measured();
    book.next(report("a", 5_000, 0));
    AreaBook.Told told = book.next(report("b", 0, 0));
    assertThat(flow(told).flowWh()).isEqualTo(-5_000);
    assertThat(told.alerts()).isEmpty();
  }

  /** As when the community's file names another home since. */
  @Test
  void whoIsExpectedIsWhoWasThereAtTheFirstReport() {
    MapMemory<String, AreaReport> reports = new MapMemory<>();
    MapMemory<String, AreaSlot> slot = new MapMemory<>();
    AreaBook book = new AreaBook(new GridRules(HOMES, List.of()), reports, slot);
    book.next(report("a", 3, 0));
    AreaReport ofThree = new AreaReport("v", "b", SLOT, 1, 4, 0, Quality.ACTUAL, 3);
    assertThat(flow(book.next(ofThree)).flowWh()).isEqualTo(-7);
  }

  /** Rows stay when checkpoints are lost, and reports come again in whatever order. */
  @Test
  void rowsThatStayAreBroughtUpToDateByReportsThatComeAgainInAnyOrder() {
    AreaReport first = report("a", 1, 900, 0);
    AreaReport corrected = report("a", 2, 500, 0);
    AreaReport other = report("b", 0, 200);
    AreaReport boundary = report(AreaReport.BOUNDARY, 1, 1_100, 0);
    AreaReport less = report(AreaReport.BOUNDARY, 2, 310, 0);
    Rows expected = new Rows();
    expected.play(first, other, boundary, corrected, less);
    assertThat(expected.flow().residualWh()).isEqualTo(0);
    assertThat(expected.alerts.get(GridAlert.Kind.IMPORT))
        .extracting(GridAlert::stands)
        .isEqualTo(false);
    for (List<AreaReport> before :
        List.of(
            List.of(first, other, boundary),
            List.of(boundary, first, other, corrected),
            List.of(boundary, first, less, other))) {
      for (List<AreaReport> again :
          List.of(
              List.of(boundary, less, first, corrected, other),
              List.of(other, first, corrected, boundary, less),
              List.of(first, boundary, other, less, corrected))) {
        Rows rows = new Rows();
        rows.play(before.toArray(AreaReport[]::new));
        rows.play(again.toArray(AreaReport[]::new));
        assertThat(rows.flow()).as(before + " " + again).isEqualTo(expected.flow());
        rows.alerts.values().forEach(alert -> assertThat(alert.stands()).isFalse());
      }
    }
  }

  /** The rows of an area, as the sinks' upserts keep them. */
  private static final class Rows {
    private final Map<GridAlert.Kind, GridAlert> alerts = new EnumMap<>(GridAlert.Kind.class);
    private @Nullable AreaFlow flow;

    /** With a new book: nothing is remembered but the rows. */
    void play(AreaReport... reports) {
      AreaBook book = measured();
      for (AreaReport report : reports) {
        AreaBook.Told told = book.next(report);
        if (told.flow() != null && (flow == null || told.flow().version() > flow.version())) {
          flow = told.flow();
        }
        for (GridAlert alert : told.alerts()) {
          @Nullable GridAlert held = alerts.get(alert.kind());
          if (held == null ? alert.stands() : alert.version() > held.version()) {
            alerts.put(alert.kind(), alert);
          }
        }
      }
    }

    AreaFlow flow() {
      return Objects.requireNonNull(flow);
    }
  }

  @Test
  void rulesThatCannotBeRightAreRefusedByName() {
    assertThatThrownBy(() -> book(area("feeder"), area("other")))
        .hasMessage("grid: v is listed twice");
    assertThatThrownBy(
            () ->
                new GridRules(HOMES, List.of(area("m"), new AreaGrid("w", "m", null, null, 0, 0))))
        .hasMessage("grid: boundary meter m is listed twice");
    assertThatThrownBy(() -> new AreaGrid("v", null, -1L, null, 0, 0))
        .hasMessageContaining("maxImportW of v must be 0 to");
    assertThatThrownBy(() -> new AreaGrid("v", "m", null, null, 1_000_001, 0))
        .hasMessageContaining("lossPpm of v must be 0 to 1000000");
    assertThatThrownBy(() -> new AreaGrid("v", "m", null, null, 0, -1))
        .hasMessageContaining("residualLimitWh of v must be 0 to");
  }

  private static AreaGrid area(String meter) {
    return new AreaGrid("v", meter, null, null, 0, 0);
  }
}
