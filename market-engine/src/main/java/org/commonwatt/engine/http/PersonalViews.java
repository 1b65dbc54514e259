package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.commonwatt.identity.Identity;
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

  /** {@code GET /v1/accounts/:participant/views?limit=}: latest first. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of("limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    api.engine().query(view -> Accounts.known(view, participant));
    ObjectNode answer = Views.object().put("participant", participant);
    ArrayNode views = answer.putArray("views");
    @Nullable Identity accounts = api.logins().accounts().orElse(null);
    for (PersonalView view : seen(accounts, participant, limit)) {
      views
          .addObject()
          .put("viewer", view.viewer())
          .put("role", view.role().word())
          .put("purpose", view.look().purpose())
          .put("what", view.look().what())
          .put("seenAt", Views.instant(view.look().at().toEpochMilli()));
    }
    return answer;
  }

  private static List<PersonalView> seen(
      @Nullable Identity accounts, String participant, int limit) {
    try {
      return accounts == null ? List.of() : accounts.views(participant, limit);
    } catch (SQLException e) {
      LOG.warn("who looked at personal data cannot be read", e);
      throw new ProblemException(LoginProblems.unavailable());
    }
  }
}
