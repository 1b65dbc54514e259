package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.commonwatt.engine.readmodel.NoticeQueries.Told;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.Feed;
import org.commonwatt.engine.stream.News;
import org.commonwatt.engine.stream.Topic;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notices from the tables to the stream's channels. The tables are asked only when they have
 * come further and somebody follows a channel: one question for all of them.
 */
final class NoticeFollower implements Work, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeFollower.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(5);
  private static final int MOST_AT_ONCE = 5_000; // more than there are channels
  private static final int BEGINNINGS = 64;

  private final ReadModels readModels;
  private final Participants participants;
  private final Feed feed;
  private final Lane beginnings;
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  /** Nobody follows a channel yet. */
  NoticeFollower(Vertx vertx, ApiContext api, Feed feed) {
    this.readModels = api.readModels();
    this.participants = new Participants(api);
    this.feed = feed;
    this.beginnings = new Lane(vertx, "channels of notices that begin", 1, BEGINNINGS);
  }

  /**
   * What a channel begins with: the last notices that the tables have.
   *
   * @return failed with what {@code GET /v1/accounts/{participant}/notices} would answer
   */
  Future<Content> begin(Topic topic) {
    String participant = Objects.requireNonNull(topic.participant());
    return beginnings.run(
        () -> {
          participants.requireKnown(participant);
          long begun = readModels.sequence(); // first: up to it all is there
          return new NoticesContent(
              topic, begun, readModels.notices().latest(participant, begun, NoticesContent.KEPT));
        });
  }

  @Override
  public void close() {
    beginnings.close();
  }

  @Override
  public Pause step() {
    Map<Topic, Long> told = feed.told();
    long upTo = readModels.sequence();
    long since = told.values().stream().reduce(upTo, Math::min);
    if (since >= upTo || !underWay.isDone()) {
      return Pause.of(LOOK);
    }
    Set<String> whose =
        told.keySet().stream()
            .map(topic -> Objects.requireNonNull(topic.participant()))
            .collect(Collectors.toSet());
    try {
      Told found = readModels.notices().between(whose, since, upTo, MOST_AT_ONCE);
      underWay = feed.bring(new News(told, found.upTo(), content -> tell(content, found)));
    } catch (SQLException e) {
      LOG.warn("channels of notices wait for the database: {}", e.getMessage());
      return Pause.of(WITHOUT_DATABASE);
    }
    return Pause.of(LOOK);
  }

  private static void tell(Content content, Told found) {
    if (content instanceof NoticesContent notices) {
      notices.take(
          found.byParticipant().getOrDefault(notices.participant(), List.of()), found.upTo());
    }
  }
}
