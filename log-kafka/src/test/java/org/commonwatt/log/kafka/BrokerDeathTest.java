package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.log.kafka.LogFixture.MARKET;
import static org.commonwatt.log.kafka.LogFixture.assertCommitted;
import static org.commonwatt.log.kafka.LogFixture.committed;
import static org.commonwatt.log.kafka.LogFixture.committedTexts;
import static org.commonwatt.log.kafka.LogFixture.frame;
import static org.commonwatt.log.kafka.LogFixture.frames;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.CommandCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed in the middle of the work and started again on its port and folder. */
class BrokerDeathTest {

  private static final int APPENDS = 2_000;
  private static final int WRITES = 500;
  private static final int IN_FLIGHT = 50;
  private static final int ATTEMPTS = 10;
  private static final long LIMIT_SECONDS = 240;

  private static KafkaChildOptions options;
  private static KafkaChild broker;
  private static String bootstrap;

  @BeforeAll
  static void startBroker(@TempDir Path folder) {
    broker = KafkaChild.start(KafkaChildOptions.in(folder));
    options = new KafkaChildOptions(folder, broker.port(), KafkaChildOptions.DEFAULT_HEAP_MIB);
    bootstrap = broker.bootstrapServers();
    Topics.createAll(bootstrap);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void everyAppendIsOnTheLogExactlyOnceWhereItWasAcknowledged() throws Exception {
    CountDownLatch toKill = new CountDownLatch(APPENDS / 3);
    Map<Long, Long> frameAtOffset = new LinkedHashMap<>();
    try (CommandAppender appender = new CommandAppender(bootstrap, MARKET, 0)) {
      CompletableFuture<List<CompletableFuture<Long>>> appends =
          CompletableFuture.supplyAsync(() -> appendAll(appender, toKill));
      restartAfter(toKill);
      List<CompletableFuture<Long>> acknowledged = appends.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      for (int i = 0; i < APPENDS; i++) {
        frameAtOffset.put(acknowledged.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS), (long) i);
      }
    }
    List<LogEntry> log = committed(bootstrap, Topics.COMMANDS, 0);
    assertThat(log).hasSize(APPENDS);
    assertThat(frameAtOffset).hasSize(APPENDS);
    for (LogEntry entry : log) {
      assertThat(CommandCodec.decode(entry.value()).frameNumber())
          .isEqualTo(frameAtOffset.get(entry.offset()));
    }
  }

  @Test
  void aWriterThatTakesOverAnewAfterFaultsWritesEverythingOnceAndIsNotFenced() throws Exception {
    CountDownLatch toKill = new CountDownLatch(WRITES / 3);
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try (FencedEventWriter writer = new FencedEventWriter(bootstrap, 0)) {
                writer.takeOver();
                for (int i = 0; i < WRITES; i++) {
                  writeOnce(writer, String.valueOf(i));
                  toKill.countDown();
                }
              }
            });
    restartAfter(toKill);
    written.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertCommitted(
        bootstrap, Topics.EVENTS, 0, IntStream.range(0, WRITES).mapToObj(String::valueOf).toList());
  }

  @Test
  @Tag("slow")
  void aReaderGoesOnWhereItStood() throws Exception {
    try (ReadingPublisher publisher = new ReadingPublisher(bootstrap, MARKET);
        LogReader reader = new LogReader(bootstrap, Topics.READINGS, 1)) {
      publisher.publishTick(1).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      reader.readTo(1, entry -> {});
      broker.kill();
      assertThat(reader.poll(Duration.ofMillis(500))).isEmpty();
      CompletableFuture<Void> underWay = publisher.publishTick(2);
      broker = KafkaChild.start(options);
      underWay.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      List<LogEntry> after = new ArrayList<>();
      reader.readTo(2, after::add);
      assertThat(after).singleElement().extracting(LogEntry::offset).isEqualTo(1L);
    }
  }

  /** What the engine does: after a fault whose outcome is unknown it looks before it writes. */
  private static void writeOnce(FencedEventWriter writer, String text) {
    for (int attempt = 1; true; attempt++) {
      try {
        if (attempt > 1) {
          writer.takeOver();
        }
        if (attempt == 1 || !isLast(text)) {
          writer.write(frames(text));
        }
        return;
      } catch (LogUnavailableException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static boolean isLast(String text) {
    List<String> log = committedTexts(bootstrap, Topics.EVENTS, 0);
    return !log.isEmpty() && log.get(log.size() - 1).equals(text);
  }

  private static List<CompletableFuture<Long>> appendAll(
      CommandAppender appender, CountDownLatch toKill) {
    Semaphore window = new Semaphore(IN_FLIGHT);
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < APPENDS; i++) {
      window.acquireUninterruptibly();
      appends.add(
          appender
              .append(frame(i))
              .whenComplete(
                  (offset, fault) -> {
                    window.release();
                    toKill.countDown();
                  }));
    }
    return appends;
  }

  private static void restartAfter(CountDownLatch toKill) throws InterruptedException {
    assertThat(toKill.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    broker.kill();
    assertThat(broker.isAlive()).isFalse();
    broker = KafkaChild.start(options);
    assertThat(broker.bootstrapServers()).isEqualTo(bootstrap);
  }
}
