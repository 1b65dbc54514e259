package org.commonwatt.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.commonwatt.log.codec.CodecException;
import org.jspecify.annotations.Nullable;

/** The decoder at the source, where the watermarks need to see the ticks. */
final class ReadingDeserializer implements KafkaRecordDeserializationSchema<LogReading> {
  private static final long serialVersionUID = 1L;

  private final ReadingDecoder decoder;

  ReadingDeserializer(ReadingDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogReading> out)
      throws IOException {
    LogReading reading = decode(record);
    if (reading != null) {
      out.collect(reading);
    }
  }

  private @Nullable LogReading decode(ConsumerRecord<byte[], byte[]> record) throws IOException {
    try {
      return decoder.decode(record.value());
    } catch (CodecException e) {
      throw new IOException(
          "readings " + record.partition() + " offset " + record.offset() + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public TypeInformation<LogReading> getProducedType() {
    return TypeInformation.of(LogReading.class);
  }
}
