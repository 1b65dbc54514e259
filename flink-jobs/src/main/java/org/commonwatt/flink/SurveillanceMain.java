package org.commonwatt.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.netting.Home;

/**
 * Surveillance and net positions for a Flink cluster that runs elsewhere: {@code flink run -c
 * org.commonwatt.flink.SurveillanceMain metering-job.jar FILE}, with the file that the metering job
 * has.
 */
public final class SurveillanceMain {
  private SurveillanceMain() {}

  /**
   * Submits the job.
   *
   * @param arguments the path of a properties file
   * @throws IllegalArgumentException when something is missing or wrong in the file; says what
   * @throws Exception when the file cannot be read or the cluster does not take the job
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("give one argument: a file with the jobs' properties");
    }
    SurveillanceJobConfig config = config(Path.of(arguments[0]));
    Configuration settings = new Configuration();
    ClusterSettings.ofJob(settings);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, SurveillanceJob.CHECKPOINT_INTERVAL);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    SurveillanceJob.build(config, environment);
    environment.execute("surveillance " + config.market());
  }

  static SurveillanceJobConfig config(Path path) throws IOException {
    JobFile file = JobFile.read(path);
    return new SurveillanceJobConfig(
        file.required("market"),
        file.required("bootstrap"),
        file.database(),
        file.path(), // not used: the cluster keeps the checkpoints
        new SurveillanceJobConfig.Watch(
            file.surveillance(),
            (int) file.number("gateClosureLeadMinutes", "0"),
            utcOffsetMinutes(file),
            homes(file)),
        file.path("keys"));
  }

  private static List<Home> homes(JobFile file) {
    List<Home> homes = file.homes();
    if (homes.isEmpty()) {
      throw new IllegalArgumentException(
          "add area.PARTICIPANT=AREA for each participant: net positions need where they are");
    }
    return homes;
  }

  private static int utcOffsetMinutes(JobFile file) {
    long minutes = file.signed("utcOffsetMinutes", "0");
    if (Math.abs(minutes) > 18 * 60) {
      throw new IllegalArgumentException("utcOffsetMinutes must be -1080 to 1080, not " + minutes);
    }
    return (int) minutes;
  }
}
