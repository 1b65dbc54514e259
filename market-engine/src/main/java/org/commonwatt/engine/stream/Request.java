package org.commonwatt.engine.stream;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to follow a channel.
 *
 * @param topic what it tells of
 * @param content makes its content, should nobody follow it yet
 * @param from everything up to this sequence number is known; null: nothing is
 * @param subscriber who
 * @param replies writes the answer
 */
public record Request(
    Topic topic,
    Supplier<Content> content,
    @Nullable Long from,
    Subscriber subscriber,
    Replies replies) {

  /** Writes the answer to a request. */
  public interface Replies {
    /**
     * It follows the channel now.
     *
     * @param resumed whether what it missed comes next, instead of a snapshot
     * @param sequence of the channel's last message
     */
    Message subscribed(boolean resumed, long sequence);

    /** It does not. */
    Message refused(RuntimeException reason);
  }
}
