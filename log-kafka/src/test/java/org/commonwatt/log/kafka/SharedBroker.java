package org.commonwatt.log.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One broker for the test classes that do it no harm, with the topics of the log. It starts when it
 * is first asked for and ends with this process.
 */
final class SharedBroker {

  private static final KafkaChild BROKER = start();

  private SharedBroker() {}

  static String bootstrap() {
    return BROKER.bootstrapServers();
  }

  private static KafkaChild start() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "broker-");
      KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(folder));
      Topics.createAll(broker.bootstrapServers());
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
