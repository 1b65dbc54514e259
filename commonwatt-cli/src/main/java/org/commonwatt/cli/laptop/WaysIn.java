package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.commonwatt.cli.UserError;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.ingest.metrics.IngestMetrics;
import org.commonwatt.ingest.push.PushDesk;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways by which a market's readings come: polls, messages, requests. They follow the devices
 * file while it changes, and the files that it names.
 */
final class WaysIn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WaysIn.class);

  /** How often it is looked whether a file has changed. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final MeterIngest.Settings settings;
  private final IngestMetrics metrics = new IngestMetrics(System::nanoTime);
  private final IngestService service;
  private final PushDesk desk;
  private final @Nullable WatchedFile watched;
  private final @Nullable AnnouncedSwaps swaps;

  private WaysIn(
      MeterIngest.Settings settings,
      @Nullable Path file,
      Keyring keyring,
      ReadingPublisher publisher)
      throws IOException {
    this.settings = settings;
    this.watched = file == null ? null : new WatchedFile(file);
    Instant readFrom = Instant.now();
    Devices devices =
        file == null
            ? MeterIngest.ofCommunity(settings.community())
            : MarketDevices.read(file, settings.community());
    EdgeValidator validator = MeterIngest.validator(settings.clock());
    Path rules = settings.meterRules();
    this.swaps = rules == null ? null : AnnouncedSwaps.follow(rules, validator);
    this.service =
        MeterIngest.open(
            MeterIngest.signed(
                MeterIngest.options(settings.community(), settings.spool(), keyring),
                settings.community(),
                settings.spool()),
            MeterIngest.input(settings, devices, metrics),
            validator,
            publisher);
    this.desk = new PushDesk(service, System::nanoTime);
    metrics.watch(service);
    know(devices, readFrom);
    service.listen(metrics);
    if (watched != null && file != null) {
      watched.follow(LOOK, () -> replace(file));
    }
  }

  /**
   * Opens the spool and begins to publish what is in it.
   *
   * @param settings meters and spool
   * @param file a devices file; null: the community says where its meters are
   * @throws IOException when the spool or the ingest's key cannot be used
   * @throws UserError when a file cannot be used
   */
  static WaysIn open(
      MeterIngest.Settings settings,
      @Nullable Path file,
      Keyring keyring,
      ReadingPublisher publisher)
      throws IOException {
    return new WaysIn(settings, file, keyring, publisher);
  }

  IngestService service() {
    return service;
  }

  PushDesk desk() {
    return desk;
  }

  IngestMetrics metrics() {
    return metrics;
  }

  @Override
  public void close() throws IOException {
    if (watched != null) {
      watched.close();
    }
    if (swaps != null) {
      swaps.close();
    }
    service.close();
  }

  private void replace(Path file) {
    try {
      Instant readFrom = Instant.now();
      Devices devices = MarketDevices.read(file, settings.community());
      know(devices, readFrom);
      service.replace(MeterIngest.input(settings, devices, metrics));
      LOG.info("{} has changed: from now on meters are read as it says", file);
    } catch (UserError e) {
      LOG.warn("meters are read as before, for a change cannot be followed: {}", e.getMessage());
    }
  }

  private void know(Devices devices, Instant readFrom) {
    metrics.know(devices.ratedPowers().keySet());
    desk.know(devices.push());
    if (watched != null) {
      watched.also(devices.files(), readFrom);
    }
  }
}
