package org.commonwatt.engine.stream;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What was found out elsewhere than in the events, for channels that are told of nothing else.
 *
 * @param since which channels, and up to which of the engine's sequence numbers each had been told
 *     when it was looked: what came after is there
 * @param upTo the sequence number up to which all is there
 * @param teller gives a channel's content its part
 */
public record News(Map<Topic, Long> since, long upTo, Consumer<Content> teller) {
  /** Copies the channels. */
  public News {
    since = Map.copyOf(since);
  }
}
