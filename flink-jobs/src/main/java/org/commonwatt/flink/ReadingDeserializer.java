package org.commonwatt.flink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The decoder at the source, where the watermarks need to see the ticks. */
final class ReadingDeserializer implements KafkaRecordDeserializationSchema<LogReading> {
  private static final long serialVersionUID = 1L;

  private final ReadingDecoder decoder;

  ReadingDeserializer(ReadingDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogReading> out) {
    out.collect(decoder.decode(record.value()));
  }

  @Override
  public TypeInformation<LogReading> getProducedType() {
    return TypeInformation.of(LogReading.class);
  }
}
