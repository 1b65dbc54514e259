package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.KeptView;
import org.commonwatt.identity.PersonalView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers who looked at a participant's personal data. */
final class PersonalViews {
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_ROWS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(PersonalViews.class);

  private final ApiContext api;

  PersonalViews(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/accounts/:participant/views?cursor=&limit=}: latest first. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of("cursor", "limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String question = "views " + participant;
    @Nullable String cursor = Params.optional(ctx, "cursor");
    long before = cursor == null ? Long.MAX_VALUE : Cursor.read(question, cursor);
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    if (!isOwn(ctx, participant)) {
      api.engine().query(view -> Accounts.known(view, participant));
    }
    List<KeptView> found = kept(participant, before, limit + 1);
    boolean more = found.size() > limit;
    List<KeptView> shown = more ? found.subList(0, limit) : found;
    ObjectNode answer = Views.object().put("participant", participant);
    answer.put("next", more ? Cursor.write(question, shown.get(shown.size() - 1).number()) : null);
    ArrayNode views = answer.putArray("views");
    for (KeptView kept : shown) {
      PersonalView view = kept.first();
      views
          .addObject()
          .put("viewer", view.viewer())
          .put("role", view.role().word())
          .put("purpose", view.look().purpose())
          .put("what", view.look().what())
          .put("seenAt", Views.instant(view.look().at().toEpochMilli()))
          .put("lastSeenAt", Views.instant(kept.lastAt().toEpochMilli()))
          .put("times", kept.times());
    }
    return answer;
  }

  /** Organisations have batteries, and are no members of the market. */
  private static boolean isOwn(RoutingContext ctx, String participant) {
    Caller caller = Caller.of(ctx);
    return caller.principal().isPresent() && caller.isOwn(participant);
  }

  private List<KeptView> kept(String participant, long before, int limit) {
    @Nullable Identity accounts = api.logins().accounts().orElse(null);
    try {
      return accounts == null ? List.of() : accounts.views(participant, before, limit);
    } catch (SQLException e) {
      LOG.warn("who looked at personal data cannot be read", e);
      throw new ProblemException(LoginProblems.unavailable());
    }
  }
}
