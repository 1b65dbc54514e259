package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.engine.readmodel.WebhookStore;
import org.commonwatt.engine.readmodel.WebhookStore.Webhook;
import org.commonwatt.engine.webhook.WebhookSignature;
import org.commonwatt.engine.webhook.WebhookTarget;
import org.jspecify.annotations.Nullable;

/** Answers about where a participant's notices are posted to, and what became of them. */
final class WebhookRoutes {
  private static final int MAX_DEAD_LETTERS = 100;
  private static final String HINT = "Send {\"url\": \"https://…\"}.";

  private final ApiContext api;

  WebhookRoutes(ApiContext api) {
    this.api = api;
  }

  /** {@code PUT /v1/accounts/:participant/webhook}: the only answer that tells the secret. */
  Future<Orders.Answer> put(RoutingContext ctx) {
    String participant = participant(ctx);
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), Set.of("url"), HINT);
    String url = body.text("url");
    if (url.isEmpty() || url.codePointCount(0, url.length()) > WebhookTarget.MAX_LENGTH) {
      throw body.malformed(
          "The field url must have 1 to " + WebhookTarget.MAX_LENGTH + " characters.");
    }
    requireAllowed(url);
    return ctx.vertx().executeBlocking(() -> put(participant, url));
  }

  /** {@code GET /v1/accounts/:participant/webhook}. */
  ObjectNode get(RoutingContext ctx) throws SQLException {
    String participant = participant(ctx);
    api.engine().query(view -> Accounts.known(view, participant));
    return answer(found(participant));
  }

  /** {@code DELETE /v1/accounts/:participant/webhook}. */
  Future<Orders.Answer> delete(RoutingContext ctx) {
    String participant = participant(ctx);
    return ctx.vertx().executeBlocking(() -> delete(participant));
  }

  private Orders.Answer put(String participant, String url) throws SQLException {
    api.engine().query(view -> Accounts.known(view, participant));
    String secret = WebhookSignature.newSecret();
    // Numbers are the engine's, so what a rebuild has still to write is not sent as new.
    long sequence = api.engine().query(view -> view.sequence());
    api.readModels().webhooks().put(participant, url, secret, api.wall().instant(), sequence);
    return new Orders.Answer(200, answer(found(participant)).put("secret", secret));
  }

  private Orders.Answer delete(String participant) throws SQLException {
    if (!api.readModels().webhooks().delete(participant)) {
      throw none(participant);
    }
    return new Orders.Answer(
        200, Views.object().put("participant", participant).put("deleted", true));
  }

  private Webhook found(String participant) throws SQLException {
    Optional<Webhook> webhook = api.readModels().webhooks().one(participant);
    return webhook.orElseThrow(() -> none(participant));
  }

  private ObjectNode answer(Webhook webhook) throws SQLException {
    @Nullable Instant next = webhook.nextAttemptAt();
    ObjectNode answer =
        Views.object()
            .put("participant", webhook.participant())
            .put("url", webhook.url())
            .put("createdAt", Views.instant(webhook.createdAt().toEpochMilli()))
            .put("deliveredSequence", webhook.deliveredSequence())
            .put("failedAttempts", webhook.attempts())
            .put("lastFault", webhook.lastFault())
            .put("nextAttemptAt", next == null ? null : Views.instant(next.toEpochMilli()));
    ArrayNode dead = answer.putArray("deadLetters");
    for (WebhookStore.DeadLetter letter :
        api.readModels().webhooks().deadLetters(webhook.participant(), MAX_DEAD_LETTERS)) {
      dead.addObject()
          .put("sequence", letter.sequence())
          .put("attempts", letter.attempts())
          .put("fault", letter.fault())
          .put("givenUpAt", Views.instant(letter.givenUpAt().toEpochMilli()));
    }
    return answer;
  }

  private static void requireAllowed(String url) {
    try {
      // The API answers on this machine only, so its clients may listen there, too.
      WebhookTarget.of(url, true);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(
              422,
              "WEBHOOK_REFUSED",
              "The address " + Params.quote(url) + " is refused: " + e.getMessage() + ".",
              "Use https:// and a public name, or http://127.0.0.1 on this machine."));
    }
  }

  private static String participant(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return Params.id("participant", ctx.pathParam("participant"));
  }

  private static ProblemException none(String participant) {
    return new ProblemException(
        Problem.notFound(
            "UNKNOWN_WEBHOOK",
            participant + " has no webhook.",
            "Register one with PUT; its notices are at GET /v1/accounts/{participant}/notices."));
  }
}
