package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.MeteringJobTest.AREAS;
import static org.commonwatt.flink.MeteringJobTest.BOUNDARY;
import static org.commonwatt.flink.MeteringJobTest.NORTH;
import static org.commonwatt.flink.MeteringJobTest.batch;
import static org.commonwatt.flink.MeteringJobTest.flows;
import static org.commonwatt.flink.MeteringJobTest.publish;
import static org.commonwatt.flink.MeteringJobTest.reading;
import static org.commonwatt.flink.MeteringJobTest.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.flink.FlinkRest.Task;
import org.commonwatt.flink.netting.Home;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's jar on a cluster of processes. */
@Tag("slow")
class StandaloneClusterSlowTest {
  private static final String KILLED = "taskmanager-0";
  private static final String OTHER = "taskmanager-1";
  private static final int KILLED_WHILE_IT_LIVED = 128 + 9; // by signal 9

  @TempDir private Path folder;

  /**
   * One of two TaskManagers is killed while it works for the job. Then the job is stopped with a
   * savepoint and goes on from it with other settings, and without the readings from before: every
   * position is what a batch says, each once.
   */
  @Test
  void aKilledTaskManagerAndAnUpgradeFromASavepointCostNothingAndDoubleNothing() throws Exception {
    Random random = new Random(13);
    try (MeteringStack stack = new MeteringStack(folder);
        StandaloneCluster cluster = new StandaloneCluster(folder.resolve("flink"), 2)) {
      String job = submit(cluster, stack, rules(), List.of("-p", "2"));
      publishBoundary(stack, 0, 31);
      publish(stack, 0, 19, random);
      stack.awaitPositions(4);

      List<Task> before = awaitTasks(cluster, job, Set.of(KILLED, OTHER));
      assertThat(cluster.rest().slots(KILLED, job)).isEqualTo(1);
      assertThat(cluster.kill(KILLED)).isEqualTo(KILLED_WHILE_IT_LIVED);
      publish(stack, 19, 31, random);
      String third = cluster.startTaskManager();
      // Tick 30 is later than poll 27 by the lateness: nine slots of three polls.
      assertThat(stack.awaitPositions(18)).containsExactlyInAnyOrderElementsOf(batch(9));
      List<Task> after = awaitTasks(cluster, job, Set.of(OTHER, third));
      assertThat(attempts(after)).allMatch(attempt -> attempt > attempts(before).get(0));
      assertThat(cluster.rest().restored(job).path("is_savepoint").asText()).isEqualTo("false");

      Path savepoint = cluster.stop(job);
      // The polls 27 to 30, which the next slot needs, are from now on in the savepoint alone.
      stack.forgetReadings();
      publishBoundary(stack, 31, 43);
      publish(stack, 31, 43, random);
      assertThat(rules().allowedLateness()).isPositive();
      MeteringRules impatient = MeteringRules.of(15, rules().participantByMeter());
      String next =
          submit(cluster, stack, impatient, List.of("-p", "1", "-s", "file://" + savepoint));
      // With the lateness of before, tick 42 would not complete the last slot, which poll 42 ends.
      stack.awaitPositions(28);
      assertGoesOnFrom(savepoint, cluster.rest().restored(next));
      awaitCheckpoint(cluster, next);
      assertThat(stack.awaitPositions(28)).containsExactlyInAnyOrderElementsOf(batch(14));
      assertThat(stack.rows("SELECT count(*), max(version) FROM metered_position"))
          .containsExactly("28 1");
      stack.awaitRows(
          "SELECT meters_net_wh, boundary_net_wh, losses_wh, residual_wh, flow_w, quality"
              + " FROM area_flow WHERE area = 'north' ORDER BY slot_start",
          flows(14));
      assertThat(stack.rows("SELECT kind, most, stands FROM grid_alert"))
          .as("more comes in than nothing, in each slot")
          .hasSize(14)
          .containsOnly("IMPORT 0 t");
      assertThatNetPositionsAndAlertsAreThoseOfARunInMemory(cluster, stack);
    }
  }

  /** Beside the metering job, on the other TaskManager. */
  private void assertThatNetPositionsAndAlertsAreThoseOfARunInMemory(
      StandaloneCluster cluster, MeteringStack stack) throws Exception {
    SurveillanceJobTest.Expected expected =
        SurveillanceJobTest.Expected.of(SurveillanceJobTest.SCRIPT);
    stack.writeEvents(expected.stored(0, expected.events().size()));
    StringBuilder text = new StringBuilder(stack.properties(MeteringRules.of(15, Map.of())));
    for (Home home : SurveillanceJobTest.HOMES) {
      home.meters()
          .forEach(meter -> text.append("meter." + meter + "=" + home.participant() + "\n"));
      text.append("area." + home.participant() + "=" + home.area() + "\n");
    }
    Path file = folder.resolve("surveillance.properties");
    Files.writeString(file, text + "gateClosureLeadMinutes=5\n");
    cluster.run(List.of("-p", "1"), SurveillanceMain.class.getName(), file.toString());
    assertThat(stack.awaitAlerts(expected.alerts().size()))
        .containsExactlyInAnyOrderElementsOf(expected.alerts());
    stack.awaitRows(
        SurveillanceJobTest.NET_POSITIONS, SurveillanceJobTest.netPositions(expected.events()));
  }

  private static void publishBoundary(MeteringStack stack, int fromPoll, int toPoll) {
    for (int poll = fromPoll; poll < toPoll; poll++) {
      stack.publish(reading(BOUNDARY, poll));
    }
  }

  private String submit(
      StandaloneCluster cluster, MeteringStack stack, MeteringRules rules, List<String> options)
      throws Exception {
    Path file = folder.resolve("metering.properties");
    Files.writeString(file, stack.properties(rules, AREAS, NORTH));
    return cluster.run(options, MeteringMain.class.getName(), file.toString());
  }

  /** All tasks once they run, on these TaskManagers and no other. */
  private static List<Task> awaitTasks(
      StandaloneCluster cluster, String job, Set<String> taskManagers) throws Exception {
    List<Task> tasks = new ArrayList<>();
    cluster.await(
        "the job on " + taskManagers,
        () -> {
          tasks.clear();
          tasks.addAll(cluster.rest().tasks(job));
          return !tasks.isEmpty()
              && tasks.stream().allMatch(Task::isRunning)
              && tasks.stream()
                  .map(Task::taskManager)
                  .collect(Collectors.toSet())
                  .equals(taskManagers);
        });
    return tasks;
  }

  /** The attempts of the tasks, the latest first. */
  private static List<Integer> attempts(List<Task> tasks) {
    return tasks.stream()
        .map(Task::attempt)
        .sorted((left, right) -> Integer.compare(right, left))
        .toList();
  }

  private static void assertGoesOnFrom(Path savepoint, JsonNode restored) {
    assertThat(restored.path("is_savepoint").asText()).isEqualTo("true");
    assertThat(StandaloneCluster.pathOf(restored.path("external_path").asText()))
        .isEqualTo(savepoint);
  }

  /** Waits until what was computed by now is committed. */
  private static void awaitCheckpoint(StandaloneCluster cluster, String job) throws Exception {
    long now = cluster.rest().checkpoints(job);
    cluster.await("a checkpoint", () -> cluster.rest().checkpoints(job) >= now + 2);
  }
}
