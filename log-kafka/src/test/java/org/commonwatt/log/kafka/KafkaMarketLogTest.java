package org.commonwatt.log.kafka;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.MarketLog;
import org.commonwatt.testkit.log.MarketLogKit;

/** The log on a real broker keeps the contract. */
class KafkaMarketLogTest extends MarketLogKit {
  private final MarketLog log = new KafkaMarketLog(SharedBroker.bootstrap(), 0);

  @Override
  protected MarketLog log() {
    return log;
  }

  @Override
  protected long appendCommand(byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Clients.producer(SharedBroker.bootstrap()))) {
      return producer
          .send(new ProducerRecord<>(Topics.COMMANDS, 0, null, value))
          .get(120, TimeUnit.SECONDS)
          .offset();
    }
  }

  @Override
  protected void leaveOpen(EventWriter writer, List<byte[]> records) {
    ((FencedEventWriter) writer).open(records);
  }
}
