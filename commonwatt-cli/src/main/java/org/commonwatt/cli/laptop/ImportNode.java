package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.MeterPoint;
import org.commonwatt.ingest.DryTaker;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.MeterInput;
import org.commonwatt.ingest.backfill.Backfill;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/** Brings a file of readings to the log, by the spool of an ingest that is stopped meanwhile. */
public final class ImportNode {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private ImportNode() {}

  /**
   * Where readings go.
   *
   * @param spool folder in which they wait for the broker; of no other process
   * @param keyring what they are sealed with
   * @param community the meters
   * @param log the broker
   * @param meterRules file with announced replacements of meters, or null
   */
  public record Settings(
      Path spool,
      Keyring keyring,
      Community community,
      EngineNode.Log log,
      @Nullable Path meterRules) {

    EdgeValidator validator() {
      EdgeValidator validator = MeterIngest.validator(InstantSource.system());
      if (meterRules != null) {
        validator.know(AnnouncedSwaps.read(meterRules));
      }
      return validator;
    }
  }

  /**
   * What the connections of a community's meters carry, W, by id of the meter.
   *
   * @param devices a devices file that says it instead of the community
   */
  public static Map<String, Long> ratedPowers(Community community, @Nullable Path devices) {
    return devices == null
        ? community.meters().stream()
            .collect(Collectors.toMap(MeterPoint::meter, MeterPoint::ratedPowerW))
        : MarketDevices.read(devices, community).ratedPowers();
  }

  /** Judges the readings and keeps nothing. */
  public static Backfill.Result tryOut(Settings settings, Backfill file)
      throws IOException, InterruptedException {
    return file.run(
        new DryTaker(
            MeterIngest.options(settings.community(), settings.spool(), settings.keyring()),
            settings.validator()),
        line -> {});
  }

  /**
   * Imports a file; returns when the log has all of it.
   *
   * @param progress is told how many lines are done
   * @throws org.commonwatt.log.LogUnavailableException when the broker does not answer at first;
   *     one that goes away later is waited for
   * @throws org.commonwatt.log.kafka.TopicsDifferException when its topics are not as the log needs
   *     them
   */
  public static Backfill.Result run(Settings settings, Backfill file, LongConsumer progress)
      throws IOException, InterruptedException {
    Community community = settings.community();
    MeterIngest.knownKey(community, settings.spool()); // before anything is asked of the broker
    Topics.createAll(settings.log().bootstrap(), settings.log().durability());
    try (ReadingPublisher publisher =
            new ReadingPublisher(settings.log().bootstrap(), community.rulebook().market());
        IngestService service =
            MeterIngest.open(
                MeterIngest.signed(
                    MeterIngest.options(community, settings.spool(), settings.keyring()),
                    community,
                    settings.spool()),
                MeterInput.of(List.of()),
                settings.validator(),
                publisher)) {
      Backfill.Result result = file.run(service, progress);
      while (service.waitingBytes() > 0) {
        Thread.sleep(LOOK_EVERY.toMillis());
      }
      return result;
    }
  }
}
