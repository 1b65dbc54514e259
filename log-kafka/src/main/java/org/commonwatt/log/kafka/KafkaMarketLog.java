package org.commonwatt.log.kafka;

import org.commonwatt.log.EventWriter;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;

/**
 * The log of one market on Kafka.
 *
 * @param bootstrap address of a broker, {@code host:port}
 * @param partition the market's partition of {@code commands} and {@code events}
 */
public record KafkaMarketLog(String bootstrap, int partition) implements MarketLog {

  @Override
  public RecordReader commands() {
    return new LogReader(bootstrap, Topics.COMMANDS, partition);
  }

  @Override
  public RecordReader events() {
    return new LogReader(bootstrap, Topics.EVENTS, partition);
  }

  @Override
  public RecordReader positions() {
    return new LogReader(bootstrap, Topics.POSITIONS, 0);
  }

  @Override
  public EventWriter eventWriter() {
    return new FencedEventWriter(bootstrap, partition);
  }
}
