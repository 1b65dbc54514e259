package org.commonwatt.cli.laptop;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.commonwatt.cli.UserError;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the child broker, and starts it again on its port and folder when it dies. */
public final class BrokerKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerKeeper.class);
  private static final long LOOK_EVERY_MILLIS = 250;
  private static final int HEAP_MIB = 256;

  private final KafkaChildOptions again;
  private final Thread watcher = new Thread(this::watch, "broker-keeper");
  private volatile KafkaChild broker;
  private volatile boolean closing;

  private BrokerKeeper(KafkaChild broker, KafkaChildOptions again) {
    this.broker = broker;
    this.again = again;
    watcher.setDaemon(true);
    watcher.start();
  }

  /**
   * Starts a broker on a free port.
   *
   * @throws UserError when it does not come up
   */
  public static BrokerKeeper start(Path folder) {
    try {
      KafkaChild broker = KafkaChild.start(new KafkaChildOptions(folder, 0, HEAP_MIB));
      return new BrokerKeeper(broker, new KafkaChildOptions(folder, broker.port(), HEAP_MIB));
    } catch (RuntimeException e) {
      throw new UserError("the child broker did not start: " + e.getMessage(), e);
    }
  }

  /** Address of the broker; the same for as long as this lives. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Process id of the broker that runs now, for tests that kill it. */
  public long pid() {
    return broker.pid();
  }

  @Override
  public void close() {
    closing = true;
    watcher.interrupt();
    try {
      watcher.join(TimeUnit.SECONDS.toMillis(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    broker.close();
  }

  private void watch() {
    while (!closing) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      if (!closing && !broker.isAlive()) {
        restart();
      }
    }
  }

  private void restart() {
    LOG.warn("the broker died; it is started again at {}", again.port());
    try {
      broker.close();
      broker = KafkaChild.start(again);
    } catch (RuntimeException e) {
      LOG.error("the broker did not start again; the next attempt follows", e);
    }
  }
}
