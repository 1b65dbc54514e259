package org.commonwatt.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;

/** Splits frames of events, those of one market; other markets may share the partition. */
final class EventDeserializer implements KafkaRecordDeserializationSchema<LogEvent> {
  private static final long serialVersionUID = 1L;

  private final String market;

  EventDeserializer(String market) {
    this.market = market;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogEvent> out)
      throws IOException {
    try {
      if (RecordMarket.of(record.value()).equals(market)) {
        for (byte[] event : EventCodec.splitFrame(record.value())) {
          out.collect(new LogEvent(EventCodec.place(event).sequence(), event));
        }
      }
    } catch (CodecException e) {
      throw new IOException(
          "events " + record.partition() + " offset " + record.offset() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public TypeInformation<LogEvent> getProducedType() {
    return TypeInformation.of(LogEvent.class);
  }
}
