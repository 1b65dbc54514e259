package org.commonwatt.cli.community;

import java.util.List;
import org.commonwatt.flink.netting.AreaGrid;
import org.jspecify.annotations.Nullable;

/** The optional section {@code grid} of a community file. */
final class GridSection {
  private GridSection() {}

  static List<AreaGrid> of(CommunityDocument document) {
    return document.grid().stream().map(GridSection::area).toList();
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
