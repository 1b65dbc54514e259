package org.commonwatt.log.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys of engines on {@link Topics#ENGINE_KEYS}. */
public final class EngineKeyLog {
  private static final Logger LOG = LoggerFactory.getLogger(EngineKeyLog.class);

  private EngineKeyLog() {}

  /**
   * Every key that stands there; what cannot be read is left out with a warning.
   *
   * @throws LogUnavailableException when the broker does not answer
   */
  public static List<EngineKeyRecord> read(String bootstrap) {
    List<EngineKeyRecord> keys = new ArrayList<>();
    try (LogReader reader = new LogReader(bootstrap, Topics.ENGINE_KEYS, 0)) {
      reader.readTo(reader.committedEnd(), entry -> add(keys, entry));
    }
    return keys;
  }

  /**
   * Writes a key; it is durable when this returns.
   *
   * @throws LogUnavailableException when nobody knows whether it was written
   */
  public static void write(String bootstrap, String market, EngineKeyRecord key) {
    try (Appender appender = new Appender(bootstrap)) {
      byte[] value = EngineKeyCodec.encode(market, key);
      appender.append(new ProducerRecord<>(Topics.ENGINE_KEYS, 0, null, value)).join();
    } catch (CompletionException e) {
      throw new LogUnavailableException("the engine's key may not be on the log", e);
    }
  }

  private static void add(List<EngineKeyRecord> keys, LogEntry entry) {
    try {
      keys.add(EngineKeyCodec.decode(entry.value()));
    } catch (CodecException e) {
      LOG.warn("{} offset {} is no key", Topics.ENGINE_KEYS, entry.offset(), e);
    }
  }
}
