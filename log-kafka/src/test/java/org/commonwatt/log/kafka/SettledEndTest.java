package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The end of a topic in which a transaction is open: positions, to which no other test writes. */
class SettledEndTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void whatIsCommittedWhileOneWaitsBelongsToIt() throws Exception {
    try (LogReader reader = new LogReader(SharedBroker.bootstrap(), Topics.POSITIONS, 0);
        KafkaProducer<byte[], byte[]> writer = writer("settled")) {
      long before = reader.settledEnd(LONG);
      writer.beginTransaction();
      write(writer);
      assertThat(reader.settledEnd(SHORT)).as("while it is open").isEqualTo(before);

      CompletableFuture<Long> end = CompletableFuture.supplyAsync(() -> reader.settledEnd(LONG));
      writer.commitTransaction();
      assertThat(end.get(2, TimeUnit.MINUTES)).as("the record and its mark").isEqualTo(before + 2);
    }
  }

  @Test
  void whatIsGivenUpHoldsNothingUp() throws Exception {
    try (LogReader reader = new LogReader(SharedBroker.bootstrap(), Topics.POSITIONS, 0);
        KafkaProducer<byte[], byte[]> writer = writer("given-up")) {
      long before = reader.settledEnd(LONG);
      writer.beginTransaction();
      write(writer);
      writer.abortTransaction();
      assertThat(reader.settledEnd(LONG)).isEqualTo(before + 2);
    }
  }

  private static KafkaProducer<byte[], byte[]> writer(String id) {
    KafkaProducer<byte[], byte[]> writer =
        new KafkaProducer<>(Clients.transactional(SharedBroker.bootstrap(), id));
    writer.initTransactions();
    return writer;
  }

  private static void write(KafkaProducer<byte[], byte[]> writer) throws Exception {
    byte[] value = "position".getBytes(StandardCharsets.UTF_8);
    writer.send(new ProducerRecord<>(Topics.POSITIONS, 0, null, value)).get(2, TimeUnit.MINUTES);
  }
}
