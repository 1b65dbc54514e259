package org.commonwatt.benchmarks.engine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.Topics;

/** A real broker in a process of its own, and a folder that is deleted in the end. */
final class BenchBroker implements AutoCloseable {
  private final Path folder;
  private final KafkaChild kafka;

  BenchBroker() {
    try {
      folder = Files.createTempDirectory("engine-benchmarks");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kafka = KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")));
    Topics.createAll(kafka.bootstrapServers());
  }

  String bootstrap() {
    return kafka.bootstrapServers();
  }

  /** A folder beside the broker's. */
  Path part(String name) {
    return folder.resolve(name);
  }

  /** Empties the market's log. */
  void freshTopics() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      admin.deleteTopics(List.of(Topics.COMMANDS, Topics.EVENTS)).all().get();
    }
    Topics.createAll(bootstrap());
  }

  @Override
  public void close() {
    kafka.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
