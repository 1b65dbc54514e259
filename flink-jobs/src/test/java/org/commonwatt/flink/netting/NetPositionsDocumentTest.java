package org.commonwatt.flink.netting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.flink.surveillance.MapMemory;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The worked examples of {@code docs/net-positions.md}, computed again. */
class NetPositionsDocumentTest {
  private static final int DAY = 96;
  private static final int NOON = 48;

  /** The rest of a row by its first cell. */
  private static final Map<String, List<String>> CELLS = new LinkedHashMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(Path.of("..", "docs", "net-positions.md"))) {
      if (line.startsWith("| ")) {
        List<String> cells =
            Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
        CELLS.put(cells.get(0), cells.subList(1, cells.size()));
      }
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace('−', '-').replace(",", ""));
  }

  private static String cell(String name) {
    return row(name).get(0);
  }

  private static List<String> row(String name) {
    return Objects.requireNonNull(CELLS.get(name), name);
  }

  /** What stands behind the last equals sign of a cell. */
  private static long result(String name) {
    String cell = cell(name);
    return number(cell.substring(cell.lastIndexOf('=') + 1).replace(" W", "").strip());
  }

  private static long[] list(String name) {
    return Arrays.stream(cell(name).split(", ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void theImbalanceToDate() {
    Account account = new Account();
    int slot = NOON;
    for (String time : List.of("12:00", "12:15", "12:30")) {
      List<String> row = row(time);
      account.opens(slot);
      account.trades(slot, number(row.get(0)));
      account.meters(slot, number(row.get(1)));
      assertThat(account.row(slot).imbalanceToDateWh()).as(time).isEqualTo(number(row.get(2)));
      slot++;
    }
  }

  @Test
  void theForecast() {
    long[] exports = list("export of the similar days");
    long[] imports = list("import of the similar days");
    int one = NOON + 4;
    long before = number(cell("similar days in the hour before"));
    Account account = new Account();
    for (int day = 0; day < 5; day++) {
      for (int slot = 0; slot < DAY; slot++) {
        Metered metered =
            slot == one
                ? new Metered(imports[day], exports[day], Quality.ACTUAL)
                : new Metered(0, before / 4, Quality.ACTUAL);
        account.meters(day * DAY + slot, metered);
      }
    }
    int monday = 7 * DAY;
    account.opens(monday + one);
    assertThat(account.row(monday + one).forecastWh()).isEqualTo(result("expected of it"));
    long injected = number(cell("injected in the hour before"));
    for (int slot = NOON - 1; slot < NOON + 3; slot++) {
      account.meters(monday + slot, injected / 4);
    }
    assertThat(account.row(monday + one).forecastWh()).isEqualTo(result("expected with the sun"));
  }

  @Test
  void flowLossesResidualAndAlert() {
    AreaGrid grid = new AreaGrid("foothill", "feeder-1", 7_500L, 7_500L, 20_000, 40);
    DeliverySlot slot = Account.slot(NOON);
    AreaBook book =
        new AreaBook(
            new GridRules(Map.of("home-1", "foothill"), List.of(grid)),
            new MapMemory<>(),
            new MapMemory<>());
    book.next(
        new AreaReport(
            "foothill",
            AreaReport.BOUNDARY,
            slot,
            1,
            number(cell("in at the boundary")),
            number(cell("out at the boundary")),
            Quality.ACTUAL,
            1));
    AreaBook.Told told =
        book.next(
            new AreaReport(
                "foothill",
                "home-1",
                slot,
                1,
                number(cell("import of the accounts")),
                number(cell("export of the accounts")),
                Quality.ACTUAL,
                1));
    AreaFlow flow = Objects.requireNonNull(told.flow());
    long losses = Objects.requireNonNull(flow.lossesWh());
    long residual = Objects.requireNonNull(flow.residualWh());
    assertThat(flow.flowW()).isEqualTo(result("flow"));
    assertThat(losses).isEqualTo(number(cell("losses")));
    assertThat(losses).isEqualTo(result("entered") - result("left"));
    assertThat(losses - residual).isEqualTo(number(cell("expected")));
    assertThat(residual).isEqualTo(number(cell("residual")));
    assertThat(told.alerts())
        .containsExactly(
            new GridAlert("foothill", slot, GridAlert.Kind.IMPORT, 2, 8_000, 7_500, true));
  }
}
