package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.IngestOptions;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.KafkaReadingSink;
import org.commonwatt.ingest.MeterInput;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.ingest.metrics.IngestMetrics;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.mqtt.MqttInput;
import org.commonwatt.ingest.mqtt.MqttSettings;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.log.sign.SigningKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires meter ingest to a community's meters and the broker. */
final class MeterIngest {
  private static final Logger LOG = LoggerFactory.getLogger(MeterIngest.class);
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
   * @param meterRules file whose announced replacements of meters are followed, or null
   */
  record Settings(
      Community community,
      Path spool,
      InstantSource clock,
      Duration meterTimeout,
      @Nullable Path meterRules) {}

  /** How an ingest of a community works. */
  static IngestOptions options(Community community, Path spool, Keyring keyring) {
    return IngestOptions.of(community.rulebook().market(), SpoolOptions.of(spool), keyring);
  }

  /**
   * The same, and readings are signed by the key of the folder that the spool is in, which is made
   * on first use and named in the log.
   *
   * @throws IOException when the key cannot be read or made, or others may read it
   * @throws UserError when the community file names keys, but not this one
   */
  static IngestOptions signed(IngestOptions options, Community community, Path spool)
      throws IOException {
    SigningKey key = knownKey(community, spool);
    LOG.info(
        "readings are signed by the key {}",
        ReadingProof.keyName(ReadingProof.keyId(key.publicKey())));
    return options.signedBy(new ReadingSigner(key));
  }

  /**
   * The key that readings are signed by, made on first use.
   *
   * @throws IOException when it cannot be read or made, or others may read it
   * @throws UserError when the community file names keys, but not this one: the job would refuse
   *     every reading and every tick
   */
  static SigningKey knownKey(Community community, Path spool) throws IOException {
    SigningKey key = SigningKey.open(spool.resolveSibling(DataFolder.INGEST_KEY), "an ingest");
    List<String> known = community.signers().publicKeys();
    String line = Base64.getEncoder().encodeToString(key.publicKey());
    if (!known.isEmpty() && !known.contains(line)) {
      throw new UserError(
          "the community file's ingestKeys have not the key of this ingest, so the metering job would"
              + " refuse all its readings: add the line \"  - "
              + line
              + "\", and restart the job with it");
    }
    return key;
  }

  /** What judges readings before they reach the log. */
  static EdgeValidator validator(InstantSource clock) {
    return new EdgeValidator(clock, FUTURE_TOLERANCE);
  }

  /**
   * Opens the way of readings to the log.
   *
   * @param input the meters that are polled; closed with the service
   */
  static IngestService open(
      IngestOptions options, MeterInput input, EdgeValidator validator, ReadingPublisher publisher)
      throws IOException {
    return IngestService.open(options, input, validator, new KafkaReadingSink(publisher));
  }

  /** What reads the meters; it connects at its first poll, to a broker of MQTT at once. */
  static MeterInput input(Settings settings, Devices devices, IngestMetrics metrics) {
    MeterInput poller = poller(settings, devices, metrics);
    MqttSettings mqtt = devices.mqtt();
    // Messages first: what came is known at the instant itself, polls take their time.
    return mqtt == null
        ? poller
        : MeterInput.of(List.of(new MqttInput(mqtt, metrics::message), poller));
  }

  private static MeterPoller poller(Settings settings, Devices devices, IngestMetrics metrics) {
    ModbusOptions patience =
        new ModbusOptions(
            settings.meterTimeout(), 3, Duration.ofMillis(100), Duration.ofSeconds(30));
    return new MeterPoller(
        devices.devices().stream()
            .map(meter -> meter.withLayout(metrics.timed(meter.meter(), meter.layout())))
            .toList(),
        endpoint ->
            new DigitalpetriModbusClient(
                endpoint, devices.connection(endpoint), patience, InstantSource.system()),
        settings.clock(),
        longestDelay(devices.pollSeconds()));
  }

  /** So that a poll has ended, and is spooled, before the next is due. */
  static Duration longestDelay(int pollSeconds) {
    Duration most = Duration.ofSeconds(pollSeconds).multipliedBy(3).dividedBy(4);
    return most.compareTo(LONGEST_DELAY) < 0 ? most : LONGEST_DELAY;
  }

  /** The meters where the community file says that they are. */
  static Devices ofCommunity(Community community) {
    List<MeterSource> meters =
        community.meters().stream()
            .map(
                meter ->
                    new MeterSource(
                        meter.meter(),
                        new Endpoint(meter.host(), meter.port()),
                        meter.unit(),
                        meter.ratedPowerW()))
            .toList();
    return new Devices(community.pollSeconds(), meters, Map.of());
  }
}
