package org.commonwatt.flink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;
import org.commonwatt.flink.netting.AreaReport;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;

/** What is reported to an area: positions of its accounts, and intervals of its boundary meter. */
final class AreaReports {
  /** Of accounts. */
  static final OutputTag<AreaReport> OF_ACCOUNTS =
      new OutputTag<>("area-reports", TypeInformation.of(AreaReport.class));

  private AreaReports() {}

  static AreaReport of(MeteredPosition position, AreaPlace place) {
    return new AreaReport(
        place.area(),
        position.participant(),
        position.slot(),
        position.version(),
        position.importWh(),
        position.exportWh(),
        position.quality(),
        place.accounts());
  }

  static AreaReport ofBoundary(OwnedEnergy owned) {
    IntervalEnergy energy = owned.energy();
    return new AreaReport(
        owned.place().area(),
        AreaReport.BOUNDARY,
        energy.slot(),
        energy.version(),
        energy.importWh(),
        energy.exportWh(),
        energy.quality(),
        owned.place().accounts());
  }

  /** What the market is told of a boundary whose area's losses it settles. */
  static BoundaryFlow flowOfBoundary(OwnedEnergy owned) {
    IntervalEnergy energy = owned.energy();
    return new BoundaryFlow(
        owned.place().area(),
        energy.slot(),
        energy.version(),
        energy.importWh(),
        energy.exportWh(),
        energy.quality());
  }
}
