package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.flink.MeteringJob;
import org.commonwatt.flink.MeteringJobConfig;
import org.commonwatt.flink.MeteringJobHandle;
import org.commonwatt.flink.MeteringRules;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Rulebook;

/** The metering job of a market whose broker and database run elsewhere. */
public final class JobNode implements AutoCloseable {
  private final MeteringJobHandle job;

  /**
   * What to run.
   *
   * @param rulebook says which meters are whose
   * @param log the broker
   * @param database where interval energy, positions and refusals are upserted
   * @param checkpoints a folder of this job's own
   * @param keys folder of the keys that readings and positions are sealed with
   */
  public record Settings(
      Rulebook rulebook,
      EngineNode.Log log,
      Database.Access database,
      Path checkpoints,
      Path keys) {}

  private JobNode(MeteringJobHandle job) {
    this.job = job;
  }

  /**
   * Makes the topics and tables that are missing, and starts the job.
   *
   * @throws IOException when the folder of checkpoints cannot be used
   * @throws org.commonwatt.log.LogUnavailableException when the broker does not answer
   * @throws org.commonwatt.log.kafka.TopicsDifferException when its topics are not as the log needs
   *     them
   * @throws org.flywaydb.core.api.FlywayException when the database does not answer
   */
  public static JobNode start(Settings settings) throws IOException {
    Topics.createAll(settings.log().bootstrap(), settings.log().durability());
    Database.open(settings.database()).close();
    return new JobNode(MeteringJob.start(config(settings)));
  }

  /** Why the job does not run, if it does not. It restarts by itself after most faults. */
  public Optional<String> trouble() {
    if (job.isRunning()) {
      return Optional.empty();
    }
    return Optional.of(
        "the metering job has given up: "
            + job.failure().map(Throwable::toString).orElse("it was closed"));
  }

  @Override
  public void close() {
    job.close();
  }

  /** What the job of a market is told. */
  static MeteringJobConfig config(Settings settings) {
    Rulebook rulebook = settings.rulebook();
    Map<String, String> participantByMeter = new HashMap<>();
    for (Rulebook.Member member : rulebook.members()) {
      member.meters().forEach(meter -> participantByMeter.put(meter, member.participant()));
    }
    Database.Access database = settings.database();
    return new MeteringJobConfig(
        rulebook.market(),
        settings.log().bootstrap(),
        new MeteringJobConfig.Database(database.url(), database.user(), database.password()),
        settings.checkpoints(),
        MeteringRules.of(rulebook.timing().slotMinutes(), participantByMeter),
        settings.keys());
  }
}
