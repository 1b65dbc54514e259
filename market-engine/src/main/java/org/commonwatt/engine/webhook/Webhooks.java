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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.commonwatt.engine.readmodel.WebhookQueue;
import org.commonwatt.engine.readmodel.WebhookQueue.Attempt;
import org.commonwatt.engine.readmodel.WebhookQueue.Delivery;
import org.commonwatt.engine.readmodel.WebhookStore.Webhook;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each notice to the receiver that its participant gave: in order, signed, again after a
 * while when it is not taken, and after {@value #MAX_ATTEMPTS} attempts, which take a day, not any
 * more: then it is a dead letter, and the next one follows. Receivers are called side by side, each
 * with one notice at a time, in turns, so none waits for a slow or a busy one. How far each has
 * come stands in the database, by the engine's numbers, so neither a restart nor a rebuild of the
 * tables sends everything again; and who calls one claims it there first, so two engines do not
 * send the same at once. A notice may come twice, with the same delivery id, when this process ends
 * between an answer and its note of it.
 */
public final class Webhooks implements Work {
  /** How often a notice is tried. */
  static final int MAX_ATTEMPTS = 35;

  /** How many receivers are called at a time, at most. */
  static final int AT_ONCE = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(5);
  private static final long LONGEST_RETRY_SECONDS = 3_600;

  private final WebhookQueue queue;
  private final WebhookClient client;
  private final Setting setting;
  private final List<Sent> underWay = new ArrayList<>();

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
  public Webhooks(WebhookQueue queue, WebhookClient client, Setting setting) {
    this.queue = queue;
    this.client = client;
    this.setting = setting;
  }

  /** A notice that is under way, and what will be wrong with it: nothing when it is taken. */
  private record Sent(Delivery delivery, CompletableFuture<Optional<Fault>> outcome) {}

  @Override
  public Pause step() {
    try {
      boolean noted = noteEnded();
      boolean begun = setting.leads().getAsBoolean() && sendDue();
      return noted || begun ? Pause.NONE : pause();
    } catch (SQLException e) {
      LOG.warn("webhooks wait for the database: {}", e.getMessage());
      return Pause.of(WITHOUT_DATABASE);
    }
  }

  /** Until one that is under way has ended, or somebody may be due. */
  private Pause pause() {
    if (underWay.isEmpty()) {
      return Pause.of(LOOK);
    }
    CompletableFuture<?>[] all =
        underWay.stream().map(Sent::outcome).toArray(CompletableFuture<?>[]::new);
    return new Pause(LOOK, CompletableFuture.anyOf(all));
  }

  /** Notes what has ended; what cannot be noted stays. Whether there was any. */
  private boolean noteEnded() throws SQLException {
    List<Sent> ended = underWay.stream().filter(sent -> sent.outcome().isDone()).toList();
    for (Sent sent : ended) {
      note(sent.delivery(), sent.outcome().join().orElse(null));
      underWay.remove(sent);
    }
    return !ended.isEmpty();
  }

  /** Sends the next notice of each receiver that is due, as far as there is room; whether any. */
  private boolean sendDue() throws SQLException {
    int free = AT_ONCE - underWay.size();
    if (free == 0) {
      return false;
    }
    List<String> busy = underWay.stream().map(s -> s.delivery().webhook().participant()).toList();
    List<Delivery> claimed = queue.claim(setting.now(), busy, free);
    for (Delivery delivery : claimed) {
      underWay.add(new Sent(delivery, post(delivery)));
    }
    return !claimed.isEmpty();
  }

  private CompletableFuture<Optional<Fault>> post(Delivery delivery) {
    Webhook webhook = delivery.webhook();
    WebhookTarget target;
    try {
      target = WebhookTarget.of(webhook.url(), setting.loopback());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(Optional.of(Fault.of(e)));
    }
    byte[] body = body(delivery);
    String id = delivery.id();
    String timestamp = Long.toString(setting.now().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Commonwatt-Delivery", id);
    headers.put("Commonwatt-Timestamp", timestamp);
    headers.put(
        "Commonwatt-Signature", "v1=" + WebhookSignature.of(webhook.secret(), timestamp, id, body));
    return client
        .post(target, headers, body)
        .handle(
            (status, failure) ->
                failure == null ? Fault.ofStatus(status) : Optional.of(Fault.of(failure)));
  }

  private static byte[] body(Delivery delivery) {
    ObjectNode json = NoticeJson.of(delivery.notice());
    json.put("market", delivery.webhook().market());
    json.put("participant", delivery.webhook().participant());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void note(Delivery delivery, @Nullable Fault fault) throws SQLException {
    if (fault == null) {
      queue.delivered(delivery);
      return;
    }
    int attempts = delivery.webhook().trouble().attempts() + 1;
    boolean last = attempts >= MAX_ATTEMPTS;
    Instant now = setting.now();
    Instant at = last ? now : now.plus(pauseAfter(attempts));
    Attempt attempt = new Attempt(attempts, fault.code(), fault.text(), at);
    if (last) {
      LOG.warn("{} is given up: {}", delivery.id(), fault.text());
      queue.giveUp(delivery, attempt);
    } else {
      queue.failed(delivery, attempt);
    }
  }

  /** 2, 4, 8, … seconds, an hour at most. */
  private static Duration pauseAfter(int attempts) {
    return Duration.ofSeconds(Math.min(1L << Math.min(attempts, 12), LONGEST_RETRY_SECONDS));
  }
}
