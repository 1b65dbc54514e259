package org.commonwatt.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a JobManager says of its cluster. */
final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String address;

  FlinkRest(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  /**
   * A subtask of a job.
   *
   * @param attempt the how-manieth, from 0: one more with each restart
   * @param taskManager where it is; what Flink says while it is nowhere
   */
  record Task(String state, int attempt, String taskManager) {
    boolean isRunning() {
      return state.equals("RUNNING");
    }
  }

  /**
   * Asks.
   *
   * @throws IOException when nobody answers, or not with what was asked for
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30)).build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          path + " is answered with " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** All subtasks of all operators of a job. */
  List<Task> tasks(String job) throws IOException, InterruptedException {
    List<Task> tasks = new ArrayList<>();
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      String path = "/jobs/" + job + "/vertices/" + vertex.get("id").asText();
      for (JsonNode task : get(path).get("subtasks")) {
        tasks.add(
            new Task(
                task.get("status").asText(),
                task.get("attempt").asInt(),
                task.get("taskmanager-id").asText()));
      }
    }
    return tasks;
  }

  /** How many slots of a TaskManager a job has. */
  long slots(String taskManager, String job) throws IOException, InterruptedException {
    long slots = 0;
    for (JsonNode slot : get("/taskmanagers/" + taskManager).get("allocatedSlots")) {
      slots += slot.get("jobId").asText().equals(job) ? 1 : 0;
    }
    return slots;
  }

  /** How many checkpoints of a job are complete. */
  long checkpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").at("/counts/completed").asLong();
  }

  /** The checkpoint or savepoint that a job has last gone on from; null when from none. */
  JsonNode restored(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").at("/latest/restored");
  }
}
