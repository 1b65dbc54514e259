package org.commonwatt.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;

/** Of the events of a market, what time it is and who has a meter; nothing sealed is opened. */
final class MarketChangeDeserializer implements KafkaRecordDeserializationSchema<MarketChange> {
  private static final long serialVersionUID = 1L;

  private final String market;

  MarketChangeDeserializer(String market) {
    this.market = market;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<MarketChange> out)
      throws IOException {
    try {
      if (RecordMarket.of(record.value()).equals(market)) {
        for (byte[] event : EventCodec.splitFrame(record.value())) {
          read(event, out);
        }
      }
    } catch (CodecException e) {
      throw new IOException(
          "events " + record.partition() + " offset " + record.offset() + ": " + e.getMessage(), e);
    }
  }

  private static void read(byte[] bytes, Collector<MarketChange> out) {
    Event event;
    try {
      event = EventCodec.decodeEvent(bytes, Keyring.NONE).event();
    } catch (CodecException e) {
      if (e.reason() == CodecException.Reason.KEY_MISSING) {
        return; // it is sealed: neither time nor an owner
      }
      throw e;
    }
    if (event instanceof Event.TimeAdvanced time) {
      out.collect(MarketChange.time(time.timeMillis()));
    } else if (event instanceof Event.MeterPointAssigned assigned) {
      out.collect(
          MarketChange.owner(
              assigned.point().meter(),
              assigned.participant(),
              assigned.fromMillis(),
              assigned.point().area()));
    }
  }

  @Override
  public TypeInformation<MarketChange> getProducedType() {
    return TypeInformation.of(MarketChange.class);
  }
}
