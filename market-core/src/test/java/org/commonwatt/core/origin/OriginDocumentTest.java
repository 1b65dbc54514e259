package org.commonwatt.core.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.junit.jupiter.api.Test;

/** The worked example of {@code docs/guarantees-of-origin.md}, computed again. */
class OriginDocumentTest {
  private static final String NONE = "–";

  @Test
  void theExampleIsRight() throws IOException {
    List<List<String>> rows = rows();
    Map<String, Metered> members = new TreeMap<>();
    for (List<String> row : table(rows, "member")) {
      EnergySource source = EnergySource.of(row.get(2)).orElse(null);
      members.put(row.get(0), new Metered(row.get(1), number(row.get(3)), source));
    }
    List<Traded> trades = new ArrayList<>();
    for (List<String> row : table(rows, "trade")) {
      trades.add(new Traded(number(row.get(0)), row.get(1), row.get(2), number(row.get(3))));
    }
    assertThat(members).hasSize(5);
    assertThat(trades).hasSize(4);
    OriginEntries entries = OriginRules.of(new SlotEnergy(members, trades));

    for (List<String> row : table(rows, "member")) {
      assertThat(of(entries.issued(), row.get(0))).isEqualTo(number(row.get(4)));
      assertThat(of(entries.retired(), row.get(0))).isEqualTo(number(row.get(5)));
    }
    for (List<String> row : table(rows, "trade")) {
      assertThat(carried(entries, number(row.get(0)))).isEqualTo(row.get(4));
    }
    long residual = entries.issuedWh() - entries.retiredWh();
    for (List<String> row : table(rows, "in the area")) {
      String area = row.get(0);
      long bare =
          entries.unguaranteed().stream()
              .filter(one -> one.area().equals(area))
              .mapToLong(Unguaranteed::wh)
              .sum();
      long left = row.get(1).equals(NONE) ? 0 : number(row.get(1).split(" ")[0]);
      assertThat(bare).isEqualTo(number(row.get(2)));
      assertThat(bare - left).isEqualTo(number(row.get(3)));
      residual -= left;
    }
    assertThat(residual).as("what is left in all areas").isZero();
    assertThat(text())
        .contains(
            "Issued %d = retired %d + left %d"
                .formatted(
                    entries.issuedWh(),
                    entries.retiredWh(),
                    entries.issuedWh() - entries.retiredWh()));
  }

  private static long of(List<Amount> all, String account) {
    return all.stream().filter(one -> one.account().equals(account)).mapToLong(Amount::wh).sum();
  }

  private static String carried(OriginEntries entries, long trade) {
    return entries.moved().stream()
        .filter(one -> one.tradeId() == trade)
        .map(Move::origin)
        .map(origin -> wh(entries, trade, origin.source()) + " " + origin.source().id())
        .collect(Collectors.joining(", "));
  }

  private static long wh(OriginEntries entries, long trade, EnergySource source) {
    return entries.moved().stream()
        .filter(one -> one.tradeId() == trade && one.origin().source() == source)
        .mapToLong(Move::wh)
        .sum();
  }

  /** The rows of the table whose first column has this name. */
  private static List<List<String>> table(List<List<String>> rows, String name) {
    List<List<String>> found = new ArrayList<>();
    int from = 0;
    while (!rows.get(from).get(0).equals(name)) {
      from++;
    }
    for (int i = from + 2; i < rows.size() && !rows.get(i).get(0).isEmpty(); i++) {
      found.add(rows.get(i));
    }
    return found;
  }

  /** Cells of tables; a line that is none has one empty cell. */
  private static List<List<String>> rows() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text().split("\n")) {
      rows.add(
          line.startsWith("|")
              ? Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()
              : List.of(""));
    }
    return rows;
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("..", "docs", "guarantees-of-origin.md"));
  }

  private static long number(String cell) {
    return Long.parseLong(cell.replace('−', '-').replace(",", ""));
  }
}
