package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** The channel {@code time}: the market's clock. */
final class TimeContent implements Content {
  private long timeMillis;
  private long toldMillis;

  @Override
  public Reach reach() {
    return Reach.MARKET;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    timeMillis = view.market().timeMillis();
    toldMillis = timeMillis;
  }

  @Override
  public void apply(EventEnvelope event) {
    if (event.event() instanceof Event.TimeAdvanced advanced) {
      timeMillis = advanced.timeMillis();
    }
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (timeMillis == toldMillis) {
      return null;
    }
    toldMillis = timeMillis;
    return snapshot();
  }

  @Override
  public ObjectNode snapshot() {
    return Views.object().put("marketTime", timeMillis == 0 ? null : Views.instant(timeMillis));
  }
}
