package org.commonwatt.flink;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.registers.RegisterReading;
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

  void build(StreamExecutionEnvironment environment) {
    SingleOutputStreamOperator<RegisterReading> readings =
        environment
            .fromSource(
                new KafkaEnds(config).readings(registry),
                WatermarkStrategy.forGenerator(context -> new TickWatermarks()),
                "readings")
            .uid("readings")
            .process(new ReadingRouter(), TypeInformation.of(RegisterReading.class))
            .uid("router")
            .name("router");
    SingleOutputStreamOperator<IntervalEnergy> energies =
        readings
            .keyBy(RegisterReading::meter)
            .process(
                new IntervalEnergyFunction(config.rules()),
                TypeInformation.of(IntervalEnergy.class))
            .uid("interval-energy")
            .name("interval energy");
    SingleOutputStreamOperator<MeteredPosition> positions =
        energies
            .keyBy(IntervalEnergy::participant)
            .process(new PositionFunction(registry), TypeInformation.of(MeteredPosition.class))
            .uid("metered-position")
            .name("metered position");
    sinkRejected(
        readings
            .getSideOutput(RejectedReadings.OUTPUT)
            .union(energies.getSideOutput(RejectedReadings.OUTPUT)));
    sink(energies, positions);
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

  private void sink(DataStream<IntervalEnergy> energies, DataStream<MeteredPosition> positions) {
    energies
        .sinkTo(new DatabaseSinks(config).intervalEnergy())
        .uid("interval-energy-table")
        .name("interval_energy");
    positions
        .sinkTo(new DatabaseSinks(config).meteredPosition())
        .uid("metered-position-table")
        .name("metered_position");
    positions.sinkTo(new KafkaEnds(config).positions()).uid("positions-log").name("positions");
  }
}
