package org.commonwatt.log.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files of a broker's folder.
 *
 * @param dir the folder
 */
record BrokerFiles(Path dir) {

  private static final int TAIL_LINES = 15;

  /** What the broker has to say, appended to at each start. */
  Path logFile() {
    return dir.resolve("broker.log");
  }

  Path settings() {
    return dir.resolve("server.properties");
  }

  Path arguments() {
    return dir.resolve("java.args");
  }

  Path topics() {
    return dir.resolve("topics");
  }

  /** Writes the broker's settings and the arguments of its Java. */
  void write(int port, int heapMiB) throws IOException {
    Files.createDirectories(dir);
    Files.writeString(
        settings(), settings(port, FreePorts.pickBeside(port)), StandardCharsets.ISO_8859_1);
    Files.write(arguments(), arguments(heapMiB), StandardCharsets.UTF_8);
  }

  /** The last lines of the broker's log file. */
  String logTail() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(logFile()), StandardCharsets.UTF_8).lines().toList();
      return lines.stream()
          .skip(Math.max(0, lines.size() - TAIL_LINES))
          .collect(Collectors.joining("\n  ", "\n  ", ""));
    } catch (IOException e) {
      return " (it cannot be read: " + e + ")";
    }
  }

  /** In a file, because a class path may be longer than a command line. */
  private List<String> arguments(int heapMiB) {
    return List.of(
        "-Xmx" + heapMiB + "m",
        "-XX:+UseSerialGC",
        "-Dlog4j2.configurationFile=classpath:org/commonwatt/log/kafka/broker/log4j2-broker.xml",
        "-cp",
        '"' + System.getProperty("java.class.path").replace("\\", "\\\\") + '"',
        "org.commonwatt.log.kafka.broker.BrokerMain",
        '"' + settings().toString().replace("\\", "\\\\") + '"');
  }

  /**
   * One node, broker and controller in one, on loopback only. Timeouts are short because it need
   * not wait for others; buffers are small because its heap is; internal topics have few partitions
   * because each costs time at a start. A transaction that begins while the one before is still
   * being ended asks again after 1 ms instead of 20, which halves the time of a write.
   */
  private String settings(int port, int controllerPort) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        default.replication.factor=1
        min.insync.replicas=1
        unclean.leader.election.enable=false
        log.retention.ms=-1
        message.max.bytes=%4$d
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=3
        group.initial.rebalance.delay.ms=0
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=3
        add.partitions.to.txn.retry.backoff.ms=1
        transactional.id.expiration.ms=2147483647
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        broker.session.timeout.ms=4000
        broker.heartbeat.interval.ms=500
        num.network.threads=2
        num.io.threads=4
        background.threads=2
        log.cleaner.dedupe.buffer.size=8388608
        metric.reporters=
        """
        .formatted(
            port,
            controllerPort,
            topics().toString().replace("\\", "\\\\"),
            Clients.MAX_RECORD_BYTES);
  }
}
