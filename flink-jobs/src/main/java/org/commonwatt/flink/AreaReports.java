package org.commonwatt.flink;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.netting.AreaReport;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.jspecify.annotations.Nullable;

/** What is reported to an area: positions of its accounts, and intervals of its boundary meter. */
final class AreaReports {
  private AreaReports() {}

  /** Of the accounts that are in an area. */
  static final class OfAccounts implements FlatMapFunction<MeteredPosition, AreaReport> {
    private static final long serialVersionUID = 1L;
    private final GridRules grid;

    OfAccounts(GridRules grid) {
      this.grid = grid;
    }

    @Override
    public void flatMap(MeteredPosition position, Collector<AreaReport> out) {
      @Nullable String area = grid.areaOf(position.participant());
      if (area != null) {
        out.collect(
            new AreaReport(
                area,
                position.participant(),
                position.slot(),
                position.version(),
                position.importWh(),
                position.exportWh(),
                position.quality()));
      }
    }
  }

  /** Of boundary meters. */
  static final class OfBoundaries implements FlatMapFunction<IntervalEnergy, AreaReport> {
    private static final long serialVersionUID = 1L;
    private final GridRules grid;

    OfBoundaries(GridRules grid) {
      this.grid = grid;
    }

    @Override
    public void flatMap(IntervalEnergy energy, Collector<AreaReport> out) {
      @Nullable String area = grid.areaOfBoundary(energy.meter());
      if (area != null) {
        out.collect(
            new AreaReport(
                area,
                AreaReport.BOUNDARY,
                energy.slot(),
                energy.version(),
                energy.importWh(),
                energy.exportWh(),
                energy.quality()));
      }
    }
  }
}
