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
    boolean measured = !source.boundaryMeter().isEmpty();
    @Nullable Long residual = one(area, "residualLimitWh", source.residualLimitWh());
    if (measured == (residual == null)) {
      throw new IllegalArgumentException(
          "grid: write boundaryMeter and residualLimitWh of " + area + " together, or neither");
    }
    if (!measured && source.lossPpm() != 0) {
      throw new IllegalArgumentException(
          "grid: lossPpm of " + area + " needs a boundaryMeter: without one no losses are known");
    }
    return new AreaGrid(
        area,
        measured ? source.boundaryMeter() : null,
        one(area, "maxImportW", source.maxImportW()),
        one(area, "maxExportW", source.maxExportW()),
        source.lossPpm(),
        residual == null ? 0 : residual);
  }

  private static @Nullable Long one(String area, String name, List<Long> values) {
    if (values.size() > 1) {
      throw new IllegalArgumentException("grid: write " + name + " of " + area + " once");
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
