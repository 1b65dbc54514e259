package org.commonwatt.flink.netting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.commonwatt.flink.registers.WideMath;
import org.commonwatt.flink.surveillance.Memory;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * An area in one slot. Its flow is told as soon as its boundary meter or all its accounts have
 * reported, and again with all that follows or is corrected. While an account is missing no sum of
 * accounts is told: the next one would tell what the missing one has.
 */
public final class AreaBook {
  private static final String ALL = "";
  private static final List<GridAlert.Kind> ALL_KINDS = List.of(GridAlert.Kind.values());

  private final GridRules rules;
  private final Memory<String, AreaReport> reports;
  private final Memory<String, AreaSlot> known;

  /**
   * The book of an area and slot.
   *
   * @param reports by account
   * @param known under one key
   */
  public AreaBook(
      GridRules rules, Memory<String, AreaReport> reports, Memory<String, AreaSlot> known) {
    this.rules = rules;
    this.reports = reports;
    this.known = known;
  }

  /**
   * What a report leads to.
   *
   * @param flow null while neither the boundary meter nor all accounts have reported
   * @param alerts limits that it exceeds, and those that it does not any more
   * @param isWhole whether nothing is missing, the boundary meter included
   */
  public record Told(@Nullable AreaFlow flow, List<GridAlert> alerts, boolean isWhole) {
    private static final Told NOTHING = new Told(null, List.of(), false);
  }

  /**
   * Takes a report; a later one of the same account takes the place of the former.
   *
   * @throws ArithmeticException when energy does not fit
   */
  public Told next(AreaReport report) {
    @Nullable AreaSlot before = known.get(ALL);
    AreaSlot now = before == null ? new AreaSlot(report.accounts(), 0, List.of()) : before;
    if (!report.isBoundary() && reports.get(report.participant()) == null) {
      now = now.withOneMore();
    }
    reports.put(report.participant(), report);
    @Nullable AreaReport boundary = reports.get(AreaReport.BOUNDARY);
    if (boundary == null && !now.isWhole()) {
      known.put(ALL, now);
      return Told.NOTHING;
    }
    AreaGrid grid = rules.of(report.area());
    AreaFlow flow = flow(grid, report.slot(), now);
    boolean isCorrected = flow.version() > reports.keys().size();
    List<GridAlert> alerts = alerts(grid, flow, isCorrected ? ALL_KINDS : now.alerted());
    List<GridAlert.Kind> alerted = new ArrayList<>(now.alerted());
    alerts.stream()
        .filter(GridAlert::stands)
        .map(GridAlert::kind)
        .filter(kind -> !alerted.contains(kind))
        .forEach(alerted::add);
    known.put(ALL, new AreaSlot(now.expected(), now.reported(), alerted));
    boolean isWhole = now.isWhole() && (grid.boundaryMeter() == null || boundary != null);
    return new Told(flow, alerts, isWhole);
  }

  private AreaFlow flow(AreaGrid grid, DeliverySlot slot, AreaSlot now) {
    long importWh = 0;
    long exportWh = 0;
    long version = 0;
    Quality quality = Quality.ACTUAL;
    for (String participant : reports.keys()) {
      AreaReport report = Objects.requireNonNull(reports.get(participant));
      version += report.version();
      quality = Quality.worse(quality, report.quality());
      if (!report.isBoundary()) {
        importWh = Math.addExact(importWh, report.importWh());
        exportWh = Math.addExact(exportWh, report.exportWh());
      }
    }
    AreaFlow.Accounts accounts = new AreaFlow.Accounts(now.reported(), now.expected());
    @Nullable Long net = now.isWhole() ? (Long) (exportWh - importWh) : null;
    @Nullable AreaReport boundary = reports.get(AreaReport.BOUNDARY);
    if (boundary == null) {
      return new AreaFlow(grid.area(), slot, version, accounts, net, null, null, null, quality);
    }
    long out = boundary.exportWh() - boundary.importWh();
    if (net == null) {
      return new AreaFlow(
          grid.area(), slot, version, accounts, null, out, null, null, boundary.quality());
    }
    long entered = Math.addExact(boundary.importWh(), exportWh);
    long losses = entered - Math.addExact(boundary.exportWh(), importWh);
    long expected = WideMath.multiplyDivide(entered, grid.lossPpm(), AreaGrid.MILLION);
    return new AreaFlow(
        grid.area(), slot, version, accounts, net, out, losses, losses - expected, quality);
  }

  /**
   * Of each limit that is exceeded, or may have been when somebody was told.
   *
   * @param alerted those of which a limit that is kept is told, too
   */
  private static List<GridAlert> alerts(
      AreaGrid grid, AreaFlow flow, List<GridAlert.Kind> alerted) {
    List<GridAlert> alerts = new ArrayList<>();
    for (GridAlert.Kind kind : GridAlert.Kind.values()) {
      @Nullable Long limit = limit(grid, flow, kind);
      if (limit == null) {
        continue;
      }
      long value =
          switch (kind) {
            case IMPORT -> -flow.flowW();
            case EXPORT -> flow.flowW();
            case RESIDUAL -> flow.residualWh() == null ? 0 : flow.residualWh();
          };
      boolean exceeds = (kind == GridAlert.Kind.RESIDUAL ? Math.abs(value) : value) > limit;
      if (exceeds || alerted.contains(kind)) {
        alerts.add(
            new GridAlert(flow.area(), flow.slot(), kind, flow.version(), value, limit, exceeds));
      }
    }
    return alerts;
  }

  private static @Nullable Long limit(AreaGrid grid, AreaFlow flow, GridAlert.Kind kind) {
    return switch (kind) {
      case IMPORT -> isMeasured(grid, flow) ? grid.maxImportW() : null;
      case EXPORT -> isMeasured(grid, flow) ? grid.maxExportW() : null;
      case RESIDUAL -> flow.residualWh() == null ? null : (Long) grid.residualLimitWh();
    };
  }

  /** While a boundary meter is awaited, the sum inside says too little of what flows out. */
  private static boolean isMeasured(AreaGrid grid, AreaFlow flow) {
    return grid.boundaryMeter() == null || flow.boundaryNetWh() != null;
  }
}
