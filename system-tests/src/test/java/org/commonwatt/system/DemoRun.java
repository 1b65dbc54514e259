package org.commonwatt.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A demo of 3 homes and 40 slots in a process of its own, up to its JSON summary: the morning of a
 * day on which two homes have sun and the one with the dishwasher has none to spare.
 */
final class DemoRun implements AutoCloseable {
  private final Path json;
  private final Cli cli;

  private DemoRun(Path folder, long seed) {
    json = folder.resolve("summary.json");
    cli =
        Cli.start(
            "demo",
            "--homes=3",
            "--slots=40",
            "--start=2022-08-02",
            "--seed=" + seed,
            "--port=0",
            "--exit",
            "--data=" + folder.resolve("data"),
            "--json=" + json);
  }

  /** Starts a demo; its data goes to {@code data} in the folder. */
  static DemoRun start(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    return new DemoRun(folder, seed);
  }

  /** Runs a demo to its end. */
  static ObjectNode run(Path folder, long seed) throws IOException, InterruptedException {
    try (DemoRun demo = start(folder, seed)) {
      return demo.summary();
    }
  }

  /** The API while it runs. */
  Api api() {
    return new Api(URI.create(cli.awaitOut("first page are at (http://\\S+)/")));
  }

  /** The broker's process. */
  ProcessHandle broker() {
    return cli.broker();
  }

  /** Waits for its end, which must be a success. */
  ObjectNode summary() throws IOException, InterruptedException {
    Cli.Result result = cli.await();
    if (result.exitCode() != 0) {
      throw new AssertionError("exit code " + result.exitCode() + ": " + result);
    }
    JsonNode summary = new ObjectMapper().readTree(Files.readString(json));
    return (ObjectNode) summary;
  }

  @Override
  public void close() throws InterruptedException {
    cli.close();
  }
}
