package org.commonwatt.flink;

import java.io.IOException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.netting.AreaFlow;
import org.commonwatt.flink.netting.AreaReport;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectedReading;

/** How the job's operators hang together. The uids are part of the checkpoints: they stay. */
final class MeteringTopology {
  private final MeteringJobConfig config;
  private final MeterRegistry registry;

  MeteringTopology(MeteringJobConfig config) {
    this.config = config;
    this.registry = config.rules().registry();
  }

  /**
   * Builds the job.
   *
   * @throws IOException when the rules of meters cannot be read
   */
  void build(StreamExecutionEnvironment environment) throws IOException {
    SingleOutputStreamOperator<RegisterReading> readings = Readings.of(environment, config);
    if (config.options().registrations()) {
      buildWithRegistrations(environment, readings);
      return;
    }
    SingleOutputStreamOperator<IntervalEnergy> energies = intervals(environment, readings);
    MeterRegistry meters = registry;
    sink(
        energies
            .map(
                energy ->
                    new OwnedEnergy(
                        energy,
                        meters.metersOf(energy.participant()),
                        meters.placeOf(energy.meter(), energy.participant())))
            .returns(TypeInformation.of(OwnedEnergy.class))
            .uid("owned")
            .name("owned"));
    sinkRejected(readings.getSideOutput(RejectedReadings.OUTPUT).union(rejected(energies)));
  }

  /** Whose a meter is say the market's events, too, and the market's clock holds back time. */
  private void buildWithRegistrations(
      StreamExecutionEnvironment environment, SingleOutputStreamOperator<RegisterReading> readings)
      throws IOException {
    int slotMinutes = config.rules().slotMinutes();
    BroadcastStream<MarketChange> changes =
        environment
            .fromSource(
                new KafkaEnds(config).changes(),
                WatermarkStrategy.forGenerator(context -> new MarketClock(slotMinutes)),
                "market changes")
            .uid("market-changes")
            .setParallelism(1)
            .broadcast(Owners.STATE);
    SingleOutputStreamOperator<RegisterReading> known =
        readings
            .keyBy(RegisterReading::meter)
            .connect(changes)
            .process(new MeterGate(registry), TypeInformation.of(RegisterReading.class))
            .uid("meter-gate")
            .name("meter gate");
    SingleOutputStreamOperator<IntervalEnergy> energies = intervals(environment, known);
    sink(
        energies
            .keyBy(IntervalEnergy::meter)
            .connect(changes)
            .process(new OwnerFunction(registry), TypeInformation.of(OwnedEnergy.class))
            .uid("owner")
            .name("owner"));
    sinkRejected(
        readings
            .getSideOutput(RejectedReadings.OUTPUT)
            .union(known.getSideOutput(RejectedReadings.OUTPUT), rejected(energies)));
  }

  private static DataStream<RejectedReading> rejected(
      SingleOutputStreamOperator<IntervalEnergy> energies) {
    return energies.getSideOutput(RejectedReadings.OUTPUT);
  }

  private SingleOutputStreamOperator<IntervalEnergy> intervals(
      StreamExecutionEnvironment environment, DataStream<RegisterReading> readings)
      throws IOException {
    readings.sinkTo(new DatabaseSinks(config).reading()).uid("reading-table").name("reading");
    SingleOutputStreamOperator<IntervalEnergy> energies =
        Intervals.of(environment, readings, config.rules(), config.options().meterRules());
    energies
        .getSideOutput(Findings.OUTPUT)
        .sinkTo(new DatabaseSinks(config).validationFinding())
        .uid("validation-finding-table")
        .name("validation_finding");
    return energies;
  }

  private void flows(
      DataStream<OwnedEnergy> owned, SingleOutputStreamOperator<MeteredPosition> positions) {
    GridRules grid = config.rules().grid();
    TypeInformation<AreaReport> reports = TypeInformation.of(AreaReport.class);
    SingleOutputStreamOperator<AreaFlow> flows =
        positions
            .getSideOutput(AreaReports.OF_ACCOUNTS)
            .union(
                owned
                    .filter(energy -> grid.areaOfBoundary(energy.energy().meter()) != null)
                    .uid("of-boundaries")
                    .map(AreaReports::ofBoundary)
                    .returns(reports)
                    .uid("reports-of-boundaries"))
            .keyBy(AreaFlowFunction::keyOf)
            .process(new AreaFlowFunction(config.rules()), TypeInformation.of(AreaFlow.class))
            .uid("area-flow")
            .name("area flow");
    owned
        .filter(energy -> isSettled(grid, energy))
        .uid("of-settled-boundaries")
        .map(AreaReports::flowOfBoundary)
        .returns(TypeInformation.of(BoundaryFlow.class))
        .uid("boundary-flows")
        .sinkTo(new KafkaEnds(config).boundaries())
        .uid("boundaries-log")
        .name("boundaries");
    GridSinks sinks = new GridSinks(config);
    flows.sinkTo(sinks.areaFlow()).uid("area-flow-table").name("area_flow");
    flows
        .getSideOutput(AreaFlowFunction.ALERTS)
        .sinkTo(sinks.gridAlert())
        .uid("grid-alert-table")
        .name("grid_alert");
  }

  private static boolean isSettled(GridRules grid, OwnedEnergy energy) {
    String area = grid.areaOfBoundary(energy.energy().meter());
    return area != null && grid.of(area).settled();
  }

  private void sinkRejected(DataStream<RejectedReading> rejected) {
    rejected
        .sinkTo(new KafkaEnds(config).rejectedReadings())
        .uid("rejected-readings-log")
        .name("rejected-readings");
    rejected
        .sinkTo(new DatabaseSinks(config).rejectedReading())
        .uid("rejected-reading-table")
        .name("rejected_reading");
  }

  private void sink(DataStream<OwnedEnergy> owned) {
    GridRules grid = config.rules().grid();
    SingleOutputStreamOperator<MeteredPosition> positions =
        owned
            .filter(energy -> grid.areaOfBoundary(energy.energy().meter()) == null)
            .uid("of-accounts")
            .keyBy(energy -> energy.energy().participant())
            .process(
                new PositionFunction(config.rules()), TypeInformation.of(MeteredPosition.class))
            .uid("metered-position")
            .name("metered position");
    SingleOutputStreamOperator<IntervalEnergy> energies =
        owned
            .map(OwnedEnergy::energy)
            .returns(TypeInformation.of(IntervalEnergy.class))
            .uid("interval-rows")
            .name("interval rows");
    energies
        .sinkTo(new DatabaseSinks(config).intervalEnergy())
        .uid("interval-energy-table")
        .name("interval_energy");
    positions
        .sinkTo(new DatabaseSinks(config).meteredPosition())
        .uid("metered-position-table")
        .name("metered_position");
    positions.sinkTo(new KafkaEnds(config).positions()).uid("positions-log").name("positions");
    flows(owned, positions);
  }
}
