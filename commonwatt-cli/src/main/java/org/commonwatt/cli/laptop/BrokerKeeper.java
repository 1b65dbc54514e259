package org.commonwatt.cli.laptop;

import java.nio.file.Path;
import java.util.Optional;
import org.commonwatt.cli.UserError;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;

/** Runs the child broker, and starts it again on its port and folder when it dies. */
public final class BrokerKeeper implements AutoCloseable {
  private static final int HEAP_MIB = 256;

  private final String bootstrapServers;
  private final Keeper<KafkaChild> keeper;

  private BrokerKeeper(KafkaChild broker, Path folder) {
    bootstrapServers = broker.bootstrapServers();
    KafkaChildOptions again = new KafkaChildOptions(folder, broker.port(), HEAP_MIB);
    keeper =
        new Keeper<>(
            "the broker",
            broker,
            new Keeper.Part<>() {
              @Override
              public boolean isAlive(KafkaChild part) {
                return part.isAlive();
              }

              @Override
              public KafkaChild startAgain() {
                return KafkaChild.start(again);
              }
            });
  }

  /**
   * Starts a broker on a free port.
   *
   * @throws UserError when it does not come up
   */
  public static BrokerKeeper start(Path folder) {
    try {
      return new BrokerKeeper(KafkaChild.start(new KafkaChildOptions(folder, 0, HEAP_MIB)), folder);
    } catch (RuntimeException e) {
      throw new UserError("the child broker did not start: " + e.getMessage(), e);
    }
  }

  /** Address of the broker; the same for as long as this lives. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Process id of the broker that runs now, for tests that kill it. */
  public long pid() {
    return keeper.current().pid();
  }

  /** What is wrong while the broker is not running. */
  public Optional<String> trouble() {
    return keeper.trouble();
  }

  @Override
  public void close() {
    try {
      keeper.close();
    } catch (Exception e) {
      throw new IllegalStateException("the child broker did not stop", e);
    }
  }
}
