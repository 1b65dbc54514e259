package org.commonwatt.cli.community;

import java.util.List;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** The optional section {@code grid} of a community file. */
final class GridSection {
  private GridSection() {}

  static List<AreaGrid> of(CommunityDocument document, Rulebook rulebook) {
    LossRules losses = rulebook.losses();
    return document.grid().stream()
        .map(GridSection::area)
        .map(grid -> settled(grid, losses == null ? null : losses.of(grid.area())))
        .toList();
  }

  /** Losses that the market settles are judged alike by the job and by the market. */
  private static AreaGrid settled(AreaGrid grid, @Nullable AreaLosses losses) {
    if (losses == null) {
      return grid;
    }
    if (grid.lossPpm() != losses.lossPpm() || grid.residualLimitWh() != losses.residualLimitWh()) {
      throw new IllegalArgumentException(
          "grid: lossPpm and residualLimitWh of "
              + grid.area()
              + " must be those of the rulebook's losses: "
              + losses.lossPpm()
              + " and "
              + losses.residualLimitWh());
    }
    return grid.withSettled();
  }

  private static AreaGrid area(CommunityDocument.AreaConnection source) {
    String area = source.area();
    return AreaGrid.written(
        area,
        source.boundaryMeter().isEmpty() ? null : source.boundaryMeter(),
        one(area, "maxImportW", source.maxImportW()),
        one(area, "maxExportW", source.maxExportW()),
        source.lossPpm(),
        one(area, "residualLimitWh", source.residualLimitWh()));
  }

  private static @Nullable Long one(String area, String name, List<Long> values) {
    if (values.size() > 1) {
      throw new IllegalArgumentException("grid: write " + name + " of " + area + " once");
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
