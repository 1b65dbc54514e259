package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.engine.readmodel.WebhookStore;
import org.commonwatt.engine.readmodel.WebhookStore.Trouble;
import org.commonwatt.engine.readmodel.WebhookStore.Webhook;
import org.commonwatt.engine.webhook.ForbiddenAddressException;
import org.commonwatt.engine.webhook.WebhookSignature;
import org.commonwatt.engine.webhook.WebhookTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers about where a participant's notices are posted to, and what became of them. */
final class WebhookRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
  private static final int MAX_DEAD_LETTERS = 100;
  private static final String HINT = "Send {\"url\": \"https://…\"}.";

  private final ApiContext api;
  private final Participants participants;

  WebhookRoutes(ApiContext api) {
    this.api = api;
    this.participants = new Participants(api);
  }

  /** {@code PUT /v1/accounts/:participant/webhook}: the only answer that tells the secret. */
  ObjectNode put(RoutingContext ctx) throws SQLException {
    String participant = participant(ctx);
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), Set.of("url"), HINT);
    String url = body.text("url");
    if (url.isEmpty() || url.codePointCount(0, url.length()) > WebhookTarget.MAX_LENGTH) {
      throw body.malformed(
          "The field url must have 1 to " + WebhookTarget.MAX_LENGTH + " characters.");
    }
    participants.requireKnown(participant);
    participants.requireConfirmed(participant);
    requireAllowed(url);
    String secret = WebhookSignature.newSecret();
    // Numbers are the engine's, so what a rebuild has still to write is not sent as new.
    long sequence = api.engine().query(view -> view.sequence());
    api.readModels().webhooks().put(participant, url, secret, api.wall().instant(), sequence);
    return answer(found(participant)).put("secret", secret);
  }

  /** {@code GET /v1/accounts/:participant/webhook}. */
  ObjectNode get(RoutingContext ctx) throws SQLException {
    String participant = participant(ctx);
    participants.requireKnown(participant);
    return answer(found(participant));
  }

  /** {@code DELETE /v1/accounts/:participant/webhook}. */
  ObjectNode delete(RoutingContext ctx) throws SQLException {
    String participant = participant(ctx);
    participants.requireNotErased(participant);
    if (!api.readModels().webhooks().delete(participant)) {
      throw none(participant);
    }
    return Views.object().put("participant", participant).put("deleted", true);
  }

  private Webhook found(String participant) throws SQLException {
    Optional<Webhook> webhook = api.readModels().webhooks().one(participant);
    return webhook.orElseThrow(() -> none(participant));
  }

  private ObjectNode answer(Webhook webhook) throws SQLException {
    Trouble trouble = webhook.trouble();
    long pending = api.readModels().webhooks().pending(webhook.participant());
    @Nullable Instant next = trouble.nextAttemptAt();
    ObjectNode answer =
        Views.object()
            .put("participant", webhook.participant())
            .put("url", webhook.url())
            .put("createdAt", Views.instant(webhook.createdAt().toEpochMilli()))
            .put("deliveredSequence", webhook.deliveredSequence())
            .put("state", trouble.state(pending).name())
            .put("pending", pending)
            .put("failedAttempts", trouble.attempts())
            .put("lastFaultCode", trouble.code())
            .put("lastFault", trouble.fault())
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

  /** Looks the name up, too; one that has no address now may have one later. */
  private void requireAllowed(String url) {
    try {
      WebhookTarget.of(url, api.localReceivers()).resolve();
    } catch (UnknownHostException e) {
      LOG.debug("the receiver {} has no address now", url);
    } catch (ForbiddenAddressException | IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(
              422,
              "WEBHOOK_REFUSED",
              "The address " + Params.quote(url) + " is refused: " + e.getMessage() + ".",
              "Use https:// and a public name; docs/notices.md says what else is allowed."));
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
