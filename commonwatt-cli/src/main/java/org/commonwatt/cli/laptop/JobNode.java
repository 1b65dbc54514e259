package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.SurveillanceFile;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.flink.JobHandle;
import org.commonwatt.flink.MeteringJob;
import org.commonwatt.flink.MeteringJobConfig;
import org.commonwatt.flink.MeteringRules;
import org.commonwatt.flink.ReadingKeys;
import org.commonwatt.flink.SurveillanceJob;
import org.commonwatt.flink.SurveillanceJobConfig;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementRules;

/** The stream jobs of a market whose broker and database run elsewhere. */
public final class JobNode implements AutoCloseable {
  /**
   * A reading that is corrected is older than the settlement of its slot: by the slot, by the way
   * to the readings around its border, and by as long as the slot waits for other members'
   * readings.
   */
  private static final Duration BEFORE_SETTLEMENT = Duration.ofDays(1);

  private final JobHandle metering;
  private final JobHandle surveillance;

  /**
   * What to run.
   *
   * @param community says which meters are whose, and what is known of the grid
   * @param log the broker
   * @param database where interval energy, positions and refusals are upserted
   * @param checkpoints a folder of the metering job's own
   * @param keys folder of the keys that readings and positions are sealed with
   * @param choices what an operator may choose
   * @param watch how the market is watched
   */
  public record Settings(
      Community community,
      EngineNode.Log log,
      Database.Access database,
      Path checkpoints,
      Path keys,
      Choices choices,
      Watch watch) {}

  /**
   * What an operator may choose.
   *
   * @param options of the job
   * @param corrections how long a late reading still corrects what was computed, if that is longer
   *     than the rulebook's settlement runs need; zero: as long as they need, without any never
   */
  public record Choices(MeteringJobConfig.Options options, Duration corrections) {
    /**
     * No rules of meters, the state on the heap, and corrections as the rulebook needs them.
     *
     * @param signers whose signatures readings need
     */
    static Choices of(ReadingKeys signers) {
      return new Choices(MeteringJobConfig.Options.NONE.signedBy(signers), Duration.ZERO);
    }
  }

  /**
   * How the market is watched.
   *
   * @param rules the numbers of surveillance
   * @param checkpoints a folder of its own
   */
  public record Watch(SurveillanceRules rules, Path checkpoints) {
    /** Name of that folder in a data folder. */
    public static final String FOLDER = "surveillance";

    /** As a data folder says. */
    public static Watch of(DataFolder folder) {
      return new Watch(
          SurveillanceFile.read(folder.part(SurveillanceFile.NAME)), folder.part(FOLDER));
    }
  }

  private JobNode(JobHandle metering, JobHandle surveillance) {
    this.metering = metering;
    this.surveillance = surveillance;
  }

  /**
   * Makes the topics and tables that are missing, and starts the jobs.
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
    JobHandle metering = MeteringJob.start(config(settings));
    try {
      return new JobNode(metering, SurveillanceJob.start(surveillance(settings)));
    } catch (IOException | RuntimeException e) {
      metering.close();
      throw e;
    }
  }

  /** Why a job does not run, if one does not. It restarts by itself after most faults. */
  public Optional<String> trouble() {
    return trouble("metering job", metering).or(() -> trouble("surveillance", surveillance));
  }

  private static Optional<String> trouble(String name, JobHandle job) {
    if (job.isRunning()) {
      return Optional.empty();
    }
    return Optional.of(
        "the "
            + name
            + " has given up: "
            + job.failure().map(Throwable::toString).orElse("it was closed"));
  }

  @Override
  public void close() {
    surveillance.close();
    metering.close();
  }

  /** What surveillance of a market is told. */
  static SurveillanceJobConfig surveillance(Settings settings) {
    Rulebook rulebook = settings.community().rulebook();
    List<Home> homes =
        rulebook.members().stream()
            .map(member -> new Home(member.participant(), member.area(), member.meters()))
            .toList();
    return new SurveillanceJobConfig(
        rulebook.market(),
        settings.log().bootstrap(),
        database(settings),
        settings.watch().checkpoints(),
        new SurveillanceJobConfig.Watch(
            settings.watch().rules(),
            closureLeadMinutes(rulebook),
            rulebook.timing().utcOffsetMinutes(),
            homes),
        settings.keys());
  }

  /** Without continuous trading no trade is judged by it. */
  private static int closureLeadMinutes(Rulebook rulebook) {
    return rulebook.continuous() == null ? 0 : rulebook.continuous().gateClosureLeadMinutes();
  }

  private static MeteringJobConfig.Database database(Settings settings) {
    Database.Access access = settings.database();
    return new MeteringJobConfig.Database(access.url(), access.user(), access.password());
  }

  /** What the job of a market is told. */
  static MeteringJobConfig config(Settings settings) {
    Rulebook rulebook = settings.community().rulebook();
    Map<String, String> participantByMeter = new HashMap<>();
    for (Rulebook.Member member : rulebook.members()) {
      member.meters().forEach(meter -> participantByMeter.put(meter, member.participant()));
    }
    MeteringRules rules =
        MeteringRules.of(rulebook.timing().slotMinutes(), participantByMeter)
            .withCorrections(corrections(rulebook, settings.choices().corrections()))
            .withGrid(settings.community().gridRules());
    return new MeteringJobConfig(
        rulebook.market(),
        settings.log().bootstrap(),
        database(settings),
        settings.checkpoints(),
        rules,
        settings.keys(),
        settings.choices().options().withRegistrations(rulebook.registration() != null));
  }

  /** The longer of what was chosen and what the rulebook's settlement runs need. */
  private static Duration corrections(Rulebook rulebook, Duration chosen) {
    SettlementRules runs = rulebook.settlement();
    Duration needed =
        runs == null ? Duration.ZERO : Duration.ofHours(runs.finalHours()).plus(BEFORE_SETTLEMENT);
    return needed.compareTo(chosen) > 0 ? needed : chosen;
  }
}
