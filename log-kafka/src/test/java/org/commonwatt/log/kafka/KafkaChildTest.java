package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.commonwatt.log.LogUnavailableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaChildTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void aTakenPortIsNamedAndNothingIsStarted() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> KafkaChild.start(new KafkaChildOptions(folder, port, 256)))
          .isInstanceOf(LogUnavailableException.class)
          .hasMessage(
              "port "
                  + port
                  + " on 127.0.0.1 is taken by another program: stop it, or choose another");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aBrokerThatEndsAtItsStartLeavesItsLastWordsInTheMessage() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("topics"), "a file where a folder should be");
    assertThatThrownBy(() -> KafkaChild.start(KafkaChildOptions.in(folder)))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("the Kafka broker ended at its start")
        .hasMessageContaining(folder.resolve("broker.log").toString())
        .hasMessageContaining("The broker could not start: ")
        .hasMessageContaining(inTheWay.toString());
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> KafkaChild.start(KafkaChildOptions.in(file.resolve("data"))))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("could not start a Kafka broker in " + file.resolve("data"));
  }

  @Test
  void badOptionsAreRefused() {
    assertThatThrownBy(() -> new KafkaChildOptions(folder, 70_000, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port must be 0 to 65535");
    assertThatThrownBy(() -> new KafkaChildOptions(folder, 0, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 128 MiB");
  }

  @Test
  @Tag("slow")
  void theChildEndsWhenItsParentIsKilled() throws Exception {
    Process parent = parentOfABroker();
    long pid;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      pid = Long.parseLong(out.readLine());
    }
    ProcessHandle broker = ProcessHandle.of(pid).orElseThrow();
    parent.destroyForcibly().waitFor();
    assertThat(broker.onExit().get(120, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  @Tag("slow")
  void closingStopsTheChildInGoodOrderAndItsFolderCanBeUsedAgain() {
    KafkaChild first = KafkaChild.start(KafkaChildOptions.in(folder));
    Topics.createAll(first.bootstrapServers());
    Topics.createAll(first.bootstrapServers());
    first.close();
    assertThat(first.isAlive()).isFalse();
    assertThat(new BrokerFiles(folder).logTail()).doesNotContain("is ended");
    try (KafkaChild second = KafkaChild.start(new KafkaChildOptions(folder, first.port(), 256));
        LogReader reader = new LogReader(second.bootstrapServers(), Topics.EVENTS, 0)) {
      assertThat(reader.committedEnd()).isZero();
    }
  }

  private Process parentOfABroker() throws IOException {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            ParentOfABroker.class.getName(),
            folder.toString())
        .redirectError(folder.resolve("parent.log").toFile())
        .start();
  }
}
