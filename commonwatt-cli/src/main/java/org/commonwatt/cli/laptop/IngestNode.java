package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.commonwatt.cli.community.Community;
import org.commonwatt.ingest.IngestLoop;
import org.commonwatt.ingest.metrics.IngestMetrics;
import org.commonwatt.ingest.push.PushDesk;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the meters of a market whose broker runs elsewhere, in real time. */
public final class IngestNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IngestNode.class);
  private static final Duration METER_TIMEOUT = Duration.ofSeconds(5);

  /** Polls that may be missing on the log before that is called trouble. */
  private static final int POLLS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReadingPublisher publisher;
  private final WaysIn ways;
  private final IngestLoop loop;
  private final InstantSource clock = InstantSource.system();
  private final long patienceMillis;

  /**
   * What to run.
   *
   * @param spool folder in which readings wait for the broker; of no other process
   * @param keyring what readings are sealed with
   * @param community the meters
   * @param log the broker
   * @param devices file that says where the meters are, followed while it changes; null: the
   *     community file says it
   * @param meterRules file with the rules of the metering job, whose announced replacements of
   *     meters are followed; null: none is known
   */
  public record Settings(
      Path spool,
      Keyring keyring,
      Community community,
      EngineNode.Log log,
      @Nullable Path devices,
      @Nullable Path meterRules) {}

  private IngestNode(Settings settings) throws IOException {
    Community community = settings.community();
    Duration interval = Duration.ofSeconds(community.pollSeconds());
    patienceMillis = POLLS * interval.toMillis() + PATIENCE.toMillis();
    MeterIngest.Settings ingest =
        new MeterIngest.Settings(
            community, settings.spool(), clock, METER_TIMEOUT, settings.meterRules());
    publisher = new ReadingPublisher(settings.log().bootstrap(), community.rulebook().market());
    try {
      ways = WaysIn.open(ingest, settings.devices(), settings.keyring(), publisher);
    } catch (IOException | RuntimeException e) {
      publisher.close();
      throw e;
    }
    loop = new IngestLoop(ways.service(), clock, interval);
    loop.start();
  }

  /**
   * Makes the topics that are missing, opens the spool and begins to poll.
   *
   * @throws IOException when the spool or the ingest's key cannot be used
   * @throws org.commonwatt.cli.UserError when the community file names keys of ingests, but not
   *     this one's
   * @throws org.commonwatt.log.LogUnavailableException when the broker does not answer
   * @throws org.commonwatt.log.kafka.TopicsDifferException when its topics are not as the log needs
   *     them
   */
  public static IngestNode start(Settings settings) throws IOException {
    MeterIngest.knownKey(settings.community(), settings.spool()); // before the broker is asked
    Topics.createAll(settings.log().bootstrap(), settings.log().durability());
    return new IngestNode(settings);
  }

  /** Takes pushed readings. */
  public PushDesk desk() {
    return ways.desk();
  }

  /** Counts what happens to each meter. */
  public IngestMetrics metrics() {
    return ways.metrics();
  }

  /** The latest poll that is on the log as a whole; {@link Long#MIN_VALUE} before the first. */
  public long publishedThrough() {
    return ways.service().publishedThrough();
  }

  /** That the log has taken no poll for a while, or none yet. */
  public Optional<String> trouble() {
    long published = ways.service().publishedThrough();
    if (published == Long.MIN_VALUE) {
      return Optional.of("no poll is on the log yet");
    }
    return clock.millis() - published <= patienceMillis
        ? Optional.empty()
        : Optional.of("the last poll on the log is of " + Instant.ofEpochMilli(published));
  }

  @Override
  public void close() {
    loop.close();
    try {
      ways.close();
    } catch (IOException e) {
      LOG.warn("the spool did not close", e);
    } finally {
      publisher.close();
    }
  }
}
