package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.commonwatt.testkit.net.TestPorts;

/**
 * Three brokers in processes of their own, each a controller as well, on this machine or on one of
 * its own each: Kafka's replication and elections are real.
 */
final class BrokerCluster implements AutoCloseable {
  private static final int BROKERS = 3;
  private static final int HEAP_MIB = 256;
  private static final int STOP_SECONDS = 60;

  private final Path folder;
  private final List<? extends Machine> machines; // by id, from 1
  private final int firstPort = TestPorts.pick(2 * BROKERS);
  private final Map<Integer, Process> processes = new HashMap<>(); // by id

  /** Starts all of them on this machine; they become ready by and by. */
  BrokerCluster(Path folder) throws IOException {
    this(folder, Collections.nCopies(BROKERS, Machine.THIS));
  }

  /** Starts all of them, each on its machine. */
  BrokerCluster(Path folder, List<? extends Machine> machines) throws IOException {
    this.folder = folder;
    this.machines = machines;
    String cluster = Uuid.randomUuid().toString();
    for (int id = 1; id <= BROKERS; id++) {
      Files.createDirectories(dir(id));
      Files.writeString(settings(id), text(id), StandardCharsets.ISO_8859_1);
      String[] format = {"format", "--cluster-id", cluster, "--config", settings(id).toString()};
      assertThat(StorageTool.execute(format, System.err)).as("format of broker " + id).isZero();
    }
    for (int id = 1; id <= BROKERS; id++) {
      start(id);
    }
  }

  /** Addresses of all of them, whether they live or not. */
  String bootstrap() {
    return IntStream.rangeClosed(1, BROKERS)
        .mapToObj(id -> address(id) + ":" + port(id))
        .collect(Collectors.joining(","));
  }

  /** Starts a broker over its folder. */
  void start(int id) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MIB + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=classpath:org/commonwatt/log/kafka/broker/log4j2-broker.xml",
            "-cp",
            System.getProperty("java.class.path"),
            "org.commonwatt.log.kafka.broker.BrokerMain",
            settings(id).toString());
    processes.put(
        id,
        new ProcessBuilder(machines.get(id - 1).run(command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(log(id)))
            .start());
  }

  /** {@code kill -9}; returns when it is dead. */
  void kill(int id) throws InterruptedException {
    Process process = processes.remove(id);
    assertThat(process).as("broker " + id + " runs").isNotNull();
    process.destroyForcibly().waitFor();
  }

  /** Those that run. */
  List<Integer> running() {
    return new ArrayList<>(processes.keySet());
  }

  /** Ends all of them: a broker stops when its input ends. */
  @Override
  public void close() throws InterruptedException, IOException {
    for (Process process : processes.values()) {
      process.getOutputStream().close();
    }
    for (Process process : processes.values()) {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private Path dir(int id) {
    return folder.resolve("broker-" + id);
  }

  private Path settings(int id) {
    return dir(id).resolve("server.properties");
  }

  private File log(int id) {
    return dir(id).resolve("broker.log").toFile();
  }

  private String address(int id) {
    return machines.get(id - 1).address();
  }

  private int port(int id) {
    return firstPort + id - 1;
  }

  private int controllerPort(int id) {
    return firstPort + BROKERS + id - 1;
  }

  private String text(int id) {
    String voters =
        IntStream.rangeClosed(1, BROKERS)
            .mapToObj(voter -> voter + "@" + address(voter) + ":" + controllerPort(voter))
            .collect(Collectors.joining(","));
    return """
        process.roles=broker,controller
        node.id=%1$d
        controller.quorum.voters=%2$s
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://%6$s:%3$d,CONTROLLER://%6$s:%4$d
        advertised.listeners=PLAINTEXT://%6$s:%3$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=PLAINTEXT
        log.dirs=%5$s
        auto.create.topics.enable=false
        unclean.leader.election.enable=false
        message.max.bytes=10485760
        replica.fetch.max.bytes=10485760
        offsets.topic.replication.factor=3
        offsets.topic.num.partitions=3
        group.initial.rebalance.delay.ms=0
        transaction.state.log.replication.factor=3
        transaction.state.log.min.isr=2
        transaction.state.log.num.partitions=3
        share.coordinator.state.topic.replication.factor=3
        share.coordinator.state.topic.min.isr=2
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
            id, voters, port(id), controllerPort(id), dir(id).resolve("topics"), address(id));
  }
}
