package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.MeterPoint;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.IngestOptions;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.KafkaReadingSink;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.seal.Keyring;

/** Wires meter ingest to a community's meters and the broker. */
final class MeterIngest {
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final Duration FUTURE_TOLERANCE = Duration.ofSeconds(5);

  private MeterIngest() {}

  /**
   * What to poll.
   *
   * @param community the meters
   * @param spool folder in which readings wait for the broker
   * @param clock the time that meters are read at
   * @param meterTimeout longest wait for a meter's answer
   */
  record Settings(Community community, Path spool, InstantSource clock, Duration meterTimeout) {}

  static IngestService open(Settings settings, Keyring keyring, ReadingPublisher publisher)
      throws IOException {
    String market = settings.community().rulebook().market();
    ModbusOptions patience =
        new ModbusOptions(
            settings.meterTimeout(), 3, Duration.ofMillis(100), Duration.ofSeconds(30));
    MeterPoller poller =
        new MeterPoller(
            sources(settings.community().meters()),
            endpoint -> new DigitalpetriModbusClient(endpoint, patience, InstantSource.system()),
            settings.clock(),
            LONGEST_DELAY);
    return IngestService.open(
        IngestOptions.of(market, SpoolOptions.of(settings.spool()), keyring),
        poller,
        new EdgeValidator(settings.clock(), FUTURE_TOLERANCE),
        new KafkaReadingSink(publisher));
  }

  private static List<MeterSource> sources(List<MeterPoint> meters) {
    return meters.stream()
        .map(
            meter ->
                new MeterSource(
                    meter.meter(),
                    new Endpoint(meter.host(), meter.port()),
                    meter.unit(),
                    meter.ratedPowerW()))
        .toList();
  }
}
