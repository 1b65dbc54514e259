package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * What a channel tells, kept in step with the events. One thread at a time; the feed calls {@link
 * #begin} once, then only the others.
 */
public interface Content {

  /** Which events it hears of. */
  enum Reach {
    /** All of them. */
    MARKET,
    /** Those of the topic's slot, and of the orders that stand in it. */
    SLOT,
    /** Those that name the topic's participant, and those of its orders. */
    PARTICIPANT,
    /** None: it is told by {@link Feed#bring}. */
    ELSEWHERE
  }

  /** Which events it hears of. */
  Reach reach();

  /**
   * Takes what stands in the market; keeps nothing of the view.
   *
   * @param orders is told of every open order whose events it wants to hear
   */
  void begin(MarketView view, OpenOrders orders);

  /**
   * The engine's sequence number that it has begun with.
   *
   * @param state that of the view
   */
  default long begunAt(long state) {
    return state;
  }

  /** Takes an event that was committed after the beginning. */
  void apply(EventEnvelope event);

  /** What has changed since it was last asked, as fields of a message; null when nothing has. */
  @Nullable ObjectNode delta();

  /** Everything, as fields of a message. */
  ObjectNode snapshot();

  /** Whether {@link #delta} asks the state, which is done once for all, and less often. */
  default boolean asksState() {
    return false;
  }

  /** Takes the state, when it asks for it. */
  default void look(MarketView view) {}
}
