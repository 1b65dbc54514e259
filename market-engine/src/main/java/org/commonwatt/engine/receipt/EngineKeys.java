package org.commonwatt.engine.receipt;

import java.time.Duration;
import java.util.List;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.log.kafka.EngineKeyLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of a market's engines, which stand on the log for auditors. Reads them anew at
 * most every few seconds. Thread-safe.
 */
public final class EngineKeys {
  private static final Logger LOG = LoggerFactory.getLogger(EngineKeys.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

  private final String bootstrap;
  private List<EngineKeyRecord> keys;
  private long read;

  private EngineKeys(String bootstrap, List<EngineKeyRecord> keys) {
    this.bootstrap = bootstrap;
    this.keys = keys;
    this.read = System.nanoTime();
  }

  /**
   * Reads the keys, and adds an engine's own unless it is there.
   *
   * @throws org.commonwatt.log.LogUnavailableException when the broker does not answer
   */
  public static EngineKeys with(EngineKey own, String bootstrap, String market) {
    EngineKeyRecord key = new EngineKeyRecord(own.engine(), EngineKey.ALGORITHM, own.publicKey());
    if (!EngineKeyLog.read(bootstrap).contains(key)) {
      EngineKeyLog.write(bootstrap, market, key);
    }
    return new EngineKeys(bootstrap, EngineKeyLog.read(bootstrap));
  }

  /** Every key that stands on the log; while that does not answer, those that stood there. */
  public synchronized List<EngineKeyRecord> all() {
    if (System.nanoTime() - read > FRESH_NANOS) {
      read = System.nanoTime();
      try {
        keys = EngineKeyLog.read(bootstrap);
      } catch (LogUnavailableException e) {
        LOG.warn("the keys cannot be read anew", e);
      }
    }
    return List.copyOf(keys);
  }
}
