package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.engine.webhook.NoticeJson;
import org.jspecify.annotations.Nullable;

/** Answers what happened to a participant that it did not do itself, for who follows it. */
final class Notices {
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_ROWS = 1_000;

  private final ApiContext api;
  private final Participants participants;

  Notices(ApiContext api) {
    this.api = api;
    this.participants = new Participants(api);
  }

  /** {@code GET /v1/accounts/:participant/notices?cursor=&limit=}: the earliest first. */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("cursor", "limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    @Nullable String cursor = Params.optional(ctx, "cursor");
    String question = "notices " + participant;
    long after = cursor == null ? 0 : Cursor.read(question, cursor);
    participants.requireKnown(participant);
    long sequence = api.readModels().sequence();
    List<Notice> rows = api.readModels().notices().after(participant, after, limit + 1);
    boolean more = rows.size() > limit;
    List<Notice> shown = more ? rows.subList(0, limit) : rows;
    long last = shown.isEmpty() ? after : shown.get(shown.size() - 1).sequence();
    ObjectNode answer =
        Views.object()
            .put("participant", participant)
            .put("asOfSequence", sequence)
            .put("next", Cursor.write(question, last))
            .put("more", more);
    ArrayNode array = answer.putArray("notices");
    shown.forEach(notice -> array.add(NoticeJson.of(notice)));
    return answer;
  }
}
