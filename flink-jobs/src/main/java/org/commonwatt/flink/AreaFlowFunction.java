package org.commonwatt.flink;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.commonwatt.flink.netting.AreaBook;
import org.commonwatt.flink.netting.AreaFlow;
import org.commonwatt.flink.netting.AreaReport;
import org.commonwatt.flink.netting.AreaSlot;
import org.commonwatt.flink.netting.GridAlert;
import org.commonwatt.flink.netting.GridRules;

/**
 * Keyed by area and slot: its flow and losses; alerts are a side output. A slot is forgotten when
 * nothing can be added to it, when its corrections have ended, or, if it never became whole, with
 * the positions of its accounts.
 */
final class AreaFlowFunction extends KeyedProcessFunction<String, AreaReport, AreaFlow> {
  static final OutputTag<GridAlert> ALERTS =
      new OutputTag<>("grid-alerts", TypeInformation.of(GridAlert.class));

  private static final long serialVersionUID = 1L;

  private final GridRules grid;
  private final boolean corrections;
  private final long correctedMillis;
  private final long keptMillis;
  private transient MapStateMemory<String, AreaReport> reports;
  private transient MapStateMemory<String, AreaSlot> slot;
  private transient AreaBook book;
  private transient Counter alerted;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  AreaFlowFunction(MeteringRules rules) {
    this.grid = rules.grid();
    this.corrections = !rules.corrections().isZero();
    this.correctedMillis = rules.corrections().plus(rules.allowedLateness()).toMillis();
    this.keptMillis = rules.keptMillis();
  }

  /** The key of a report. */
  static String keyOf(AreaReport report) {
    return report.area() + "@" + report.slot().startMillis();
  }

  @Override
  public void open(OpenContext context) {
    RuntimeContext runtime = getRuntimeContext();
    reports = MapStateMemory.of(runtime, "reports", String.class, AreaReport.class);
    slot = MapStateMemory.of(runtime, "slot", String.class, AreaSlot.class);
    book = new AreaBook(grid, reports, slot);
    alerted = runtime.getMetricGroup().counter("gridAlerts");
  }

  @Override
  public void processElement(AreaReport report, Context context, Collector<AreaFlow> out) {
    AreaBook.Told told = book.next(report);
    if (told.flow() != null) {
      out.collect(told.flow());
    }
    for (GridAlert alert : told.alerts()) {
      if (alert.stands()) {
        alerted.inc();
      }
      context.output(ALERTS, alert);
    }
    if (told.isWhole() && !corrections) {
      forget();
    } else if (told.isWhole()) {
      long now = Math.max(report.slot().endMillis(), context.timerService().currentWatermark());
      context.timerService().registerEventTimeTimer(now + correctedMillis);
    } else {
      context.timerService().registerEventTimeTimer(report.slot().endMillis() + keptMillis);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<AreaFlow> out) {
    forget();
  }

  private void forget() {
    List.copyOf(reports.keys()).forEach(reports::remove);
    List.copyOf(slot.keys()).forEach(slot::remove);
  }
}
