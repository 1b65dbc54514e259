package org.commonwatt.log.kafka;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.CommandFrame;

/**
 * Appends command frames of one market to its partition of {@link Topics#COMMANDS}, in the order of
 * the calls. A repeat that the client makes by itself is dropped by the broker. Safe for use by
 * several threads.
 */
public final class CommandAppender implements AutoCloseable {

  private final String market;
  private final int partition;
  private final Keyring keyring;
  private final Appender appender;

  /**
   * Connects at the first append, which waits for the broker; later ones do not wait while it is
   * down, unless 32 MiB are under way.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param market id of the market
   * @param partition the market's partition
   */
  public CommandAppender(String bootstrap, String market, int partition) {
    this(bootstrap, market, partition, Keyring.NONE);
  }

  /**
   * The same; positions with a secret are sealed.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param market id of the market
   * @param partition the market's partition
   * @param keyring keys to seal with
   */
  public CommandAppender(String bootstrap, String market, int partition, Keyring keyring) {
    this.keyring = keyring;
    this.market = market;
    this.partition = partition;
    this.appender = new Appender(bootstrap);
  }

  /**
   * Appends one frame.
   *
   * @return the frame's offset once it is durable. On a {@link LogUnavailableException} it is
   *     <em>unknown</em> whether the frame is on the log. Dependents run on the producer's thread
   *     and must not block.
   */
  public CompletableFuture<Long> append(CommandFrame frame) {
    byte[] value = CommandCodec.encode(market, frame, keyring);
    return appender.append(new ProducerRecord<>(Topics.COMMANDS, partition, null, value));
  }

  /**
   * The time by the broker's clock, from what it stamped on the newest frame that was appended here
   * and what has passed since: UTC, milliseconds since the epoch. Never ahead of that clock; behind
   * it by as long as the broker's answer took. Empty before the first frame.
   */
  public OptionalLong brokerMillis() {
    return appender.clock().millis();
  }

  /** Waits a moment for what is under way; the rest fails with an unknown outcome. */
  @Override
  public void close() {
    appender.close();
  }
}
