package org.commonwatt.engine.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.commonwatt.engine.readmodel.NoticeQueries;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.engine.readmodel.WebhookStore;
import org.commonwatt.engine.readmodel.WebhookStore.Attempt;
import org.commonwatt.engine.readmodel.WebhookStore.Webhook;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each notice to the receiver that its participant gave: in order, signed, again after a
 * while when it is not taken, and after {@value #MAX_ATTEMPTS} attempts not any more: then it is a
 * dead letter, and the next one follows. How far each receiver has come stands in the database, by
 * the engine's numbers, so neither a restart nor a rebuild of the tables sends everything again. A
 * notice may come twice, with the same delivery id, when this process ends between an answer and
 * its note of it.
 */
public final class Webhooks implements Work {
  /** How often a notice is tried. */
  static final int MAX_ATTEMPTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final int AT_ONCE = 32;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(5);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private final WebhookStore store;
  private final NoticeQueries notices;
  private final WebhookClient client;
  private final Setting setting;

  /**
   * What it goes by.
   *
   * @param wall wall-clock time
   * @param leads whether this engine leads: a standby sends nothing
   * @param loopback whether receivers on this machine are allowed
   */
  public record Setting(InstantSource wall, BooleanSupplier leads, boolean loopback) {
    private Instant now() {
      return wall.instant();
    }
  }

  /** Nothing is sent yet. */
  public Webhooks(
      WebhookStore store, NoticeQueries notices, WebhookClient client, Setting setting) {
    this.store = store;
    this.notices = notices;
    this.client = client;
    this.setting = setting;
  }

  /** A notice that is under way. */
  private record Sent(Webhook webhook, Notice notice, CompletableFuture<String> outcome) {}

  @Override
  public Pause step() {
    try {
      return setting.leads().getAsBoolean() && sendDue() ? Pause.NONE : Pause.of(LOOK);
    } catch (SQLException e) {
      LOG.warn("webhooks wait for the database: {}", e.getMessage());
      return Pause.of(WITHOUT_DATABASE);
    }
  }

  /** Sends the next notice of each receiver that is due; whether there was one. */
  private boolean sendDue() throws SQLException {
    List<Sent> sent = new ArrayList<>();
    for (Webhook webhook : store.due(setting.now(), AT_ONCE)) {
      for (Notice next : notices.after(webhook.participant(), webhook.deliveredSequence(), 1)) {
        sent.add(new Sent(webhook, next, post(webhook, next)));
      }
    }
    for (Sent one : sent) {
      note(one, one.outcome().join());
    }
    return !sent.isEmpty();
  }

  /** Empty when the receiver took it, else what went wrong. */
  private CompletableFuture<String> post(Webhook webhook, Notice notice) {
    WebhookTarget target;
    try {
      target = WebhookTarget.of(webhook.url(), setting.loopback());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture("the address is refused: " + e.getMessage());
    }
    byte[] body = body(webhook, notice);
    String id = webhook.participant() + "-" + notice.sequence();
    String timestamp = Long.toString(setting.now().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Commonwatt-Delivery", id);
    headers.put("Commonwatt-Timestamp", timestamp);
    headers.put(
        "Commonwatt-Signature", "v1=" + WebhookSignature.of(webhook.secret(), timestamp, id, body));
    return client
        .post(target, headers, body)
        .handle(
            (status, failure) -> {
              if (failure != null) {
                Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                return String.valueOf(cause.getMessage());
              }
              return status >= 200 && status < 300 ? "" : "it answered with status " + status;
            });
  }

  private static byte[] body(Webhook webhook, Notice notice) {
    ObjectNode json = NoticeJson.of(notice);
    json.put("market", webhook.market()).put("participant", webhook.participant());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void note(Sent sent, String fault) throws SQLException {
    Webhook webhook = sent.webhook();
    long sequence = sent.notice().sequence();
    if (fault.isEmpty()) {
      store.delivered(webhook, sequence);
      return;
    }
    int attempts = webhook.attempts() + 1;
    if (attempts >= MAX_ATTEMPTS) {
      LOG.warn("notice {} of {} is given up: {}", sequence, webhook.participant(), fault);
      store.giveUp(webhook, sequence, new Attempt(attempts, fault, setting.now()));
      return;
    }
    Instant next = setting.now().plus(FIRST_RETRY.multipliedBy(1L << (attempts - 1)));
    store.failed(webhook, new Attempt(attempts, fault, next));
  }
}
