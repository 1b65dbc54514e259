package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.engine.stream.Topic;
import org.commonwatt.engine.webhook.NoticeJson;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code notices} of a participant: what the tables tell it, and the last of it. {@link
 * NoticeFollower} brings what comes.
 */
final class NoticesContent implements Content {
  static final String CHANNEL = "notices";

  /** So many of the last notices are in a snapshot. */
  static final int KEPT = 100;

  private final String participant;
  private final Deque<Notice> last;
  private final List<Notice> news = new ArrayList<>();
  private long upTo;

  /**
   * A channel that begins.
   *
   * @param begun the engine's sequence number up to which the tables were asked
   * @param last the last notices up to it, the earliest first
   */
  NoticesContent(Topic topic, long begun, List<Notice> last) {
    this.participant = Objects.requireNonNull(topic.participant());
    this.last = new ArrayDeque<>(last);
    this.upTo = begun;
  }

  String participant() {
    return participant;
  }

  /**
   * Takes the notices up to a sequence number; those that it has are left out.
   *
   * @param notices the earliest first
   */
  void take(List<Notice> notices, long sequence) {
    for (Notice notice : notices) {
      if (notice.sequence() > upTo) {
        news.add(notice);
        last.addLast(notice);
        if (last.size() > KEPT) {
          last.removeFirst();
        }
      }
    }
    upTo = sequence;
  }

  @Override
  public Reach reach() {
    return Reach.ELSEWHERE;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    // It has begun with what the tables had.
  }

  @Override
  public long begunAt(long state) {
    return upTo;
  }

  @Override
  public void apply(EventEnvelope event) {
    // The tables tell, once they have the event.
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (news.isEmpty()) {
      return null;
    }
    ObjectNode json = json(news);
    news.clear();
    return json;
  }

  @Override
  public ObjectNode snapshot() {
    return json(last);
  }

  private static ObjectNode json(Iterable<Notice> notices) {
    ObjectNode json = Views.object();
    ArrayNode array = json.putArray("notices");
    notices.forEach(notice -> array.add(NoticeJson.of(notice)));
    return json;
  }
}
