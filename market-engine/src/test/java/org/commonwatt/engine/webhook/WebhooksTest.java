package org.commonwatt.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.readmodel.Rebuild;
import org.commonwatt.engine.readmodel.WebhookStore;
import org.commonwatt.engine.readmodel.WebhookStore.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Notices are posted to a real receiver that takes them, fails, redirects, is down or never
 * answers. The steps are taken one by one and the clock stands unless a test moves it, so nothing
 * here depends on how fast the machine is.
 */
class WebhooksTest {
  private final WebhookBench bench = new WebhookBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void noticesComeInOrderSignedAndOnce() throws Exception {
    notices(3, 5, 9);
    register(3);
    WebhookBench.run(bench.webhooks());
    assertThat(bench.ids()).as("from 4 on").containsExactly("ann-5", "ann-9");
    WebhookBench.Post first = bench.posts.get(0);
    assertThat(first.path()).isEqualTo("/told?by=market");
    assertThat(first.body())
        .contains("\"sequence\":5", "\"kind\":\"POSITION_ESTIMATED\"", "\"participant\":\"ann\"");
    assertThat(first.timestamp()).isEqualTo(Long.toString(bench.now.getEpochSecond()));
    assertThat(first.signature())
        .isEqualTo(
            "v1="
                + WebhookSignature.of(
                    WebhookBench.SECRET,
                    first.timestamp(),
                    first.id(),
                    first.body().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRestartAndARebuildOfTheTablesSendNothingAgain() throws Exception {
    notices(5, 9);
    register(0);
    WebhookBench.run(bench.webhooks());
    assertThat(bench.posts).hasSize(2);
    WebhookBench.run(bench.webhooks());
    Rebuild.drop(bench.access, Fixtures.MARKET);
    WebhookBench.run(bench.webhooks());
    notices(5, 9, 12);
    WebhookBench.run(bench.webhooks());
    assertThat(bench.ids()).containsExactly("ann-5", "ann-9", "ann-12");
  }

  @Test
  void whatIsNotTakenIsTriedAgainLaterAndLaterAndTheNextOneWaits() throws Exception {
    notices(5, 9);
    register(0);
    bench.answers = post -> bench.posts.size() < 3 ? 500 : 200;
    WebhookBench.run(bench.webhooks());
    assertThat(bench.ids()).containsExactly("ann-5");
    assertThat(webhook().trouble().attempts()).isEqualTo(1);
    assertThat(webhook().trouble().code()).isEqualTo("HTTP_500");
    assertThat(bench.store.pending("ann")).isEqualTo(2);
    later(Duration.ofMillis(1_999));
    WebhookBench.run(bench.webhooks());
    assertThat(bench.posts).hasSize(1);
    later(Duration.ofMillis(1));
    WebhookBench.run(bench.webhooks());
    assertThat(webhook().trouble().nextAttemptAt()).isEqualTo(bench.now.plusSeconds(4));
    later(Duration.ofSeconds(4));
    WebhookBench.run(bench.webhooks());
    assertThat(bench.ids()).containsExactly("ann-5", "ann-5", "ann-5", "ann-9");
    assertThat(webhook().trouble().code()).isNull();
    assertThat(webhook().trouble().fault()).isNull();
    assertThat(bench.store.pending("ann")).isZero();
    assertThat(bench.store.deadLetters("ann", 9)).isEmpty();
  }

  @Test
  void anAttemptIsMade35TimesInADayThenTheNoticeIsADeadLetterAndTheNextOneFollows()
      throws Exception {
    notices(5, 9);
    register(0);
    bench.answers = post -> post.id().equals("ann-5") ? 404 : 200;
    Instant first = bench.now;
    for (int attempt = 1; attempt < 35; attempt++) {
      WebhookBench.run(bench.webhooks());
      assertThat(webhook().trouble().attempts()).isEqualTo(attempt);
      bench.now = Objects.requireNonNull(webhook().trouble().nextAttemptAt());
    }
    assertThat(Duration.between(first, bench.now))
        .isBetween(Duration.ofHours(24), Duration.ofHours(25));
    assertThat(bench.posts).hasSize(34);
    WebhookBench.run(bench.webhooks());
    assertThat(bench.store.deadLetters("ann", 9))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.sequence()).isEqualTo(5);
              assertThat(dead.attempts()).isEqualTo(35);
              assertThat(dead.fault()).contains("404");
            });
    assertThat(bench.ids()).hasSize(36).endsWith("ann-9");
    assertThat(webhook().deliveredSequence()).isEqualTo(9);
  }

  @Test
  void whyTheLastOneWasGivenUpIsToldUntilOneIsTaken() throws Exception {
    notices(5);
    register(0);
    bench.answers = post -> 410;
    for (int attempt = 1; attempt <= 35; attempt++) {
      WebhookBench.run(bench.webhooks());
      later(Duration.ofSeconds(3_600));
    }
    assertThat(webhook().trouble())
        .isEqualTo(new Trouble(0, "HTTP_410", "it answered with status 410", null));
    bench.answers = post -> 204;
    notices(9);
    WebhookBench.run(bench.webhooks());
    assertThat(webhook().trouble()).isEqualTo(new Trouble(0, null, null, null));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    notices(5);
    register(0);
    bench.answers = post -> 302;
    WebhookBench.run(bench.webhooks());
    assertThat(bench.posts).extracting(WebhookBench.Post::path).containsExactly("/told?by=market");
    assertThat(webhook().trouble().code()).isEqualTo("HTTP_302");
  }

  @Test
  void aReceiverThatIsDownOrNeverAnswersIsTriedAgain() throws Exception {
    notices(5);
    register(0);
    bench.answers = post -> WebhookBench.NO_ANSWER;
    try (WebhookClient impatient = new WebhookClient(200)) {
      WebhookBench.run(bench.webhooks(impatient, true));
    }
    assertThat(webhook().trouble().attempts()).isEqualTo(1);
    assertThat(webhook().trouble().code()).isEqualTo("TIMEOUT");
    bench.receiverStops();
    later(Duration.ofSeconds(1_000));
    WebhookBench.run(bench.webhooks());
    assertThat(webhook().trouble().attempts()).isEqualTo(2);
    assertThat(webhook().trouble().code()).isEqualTo("NO_CONNECTION");
    assertThat(webhook().deliveredSequence()).isZero();
  }

  @Test
  void anotherAddressGoesOnWhereTheOldOneWasAndAStandbySendsNothing() throws Exception {
    notices(5);
    register(0);
    bench.answers = post -> 500;
    WebhookBench.run(bench.webhooks());
    bench.answers = post -> 200;
    bench.store.put("ann", bench.url(), "0c".repeat(32), bench.now, 99);
    WebhookBench.run(bench.webhooks(bench.client, false));
    assertThat(bench.posts).hasSize(1);
    WebhookBench.run(bench.webhooks());
    assertThat(bench.ids()).containsExactly("ann-5", "ann-5");
    assertThat(bench.posts.get(1).signature()).isNotEqualTo(bench.posts.get(0).signature());
    assertThat(bench.store.delete("ann")).isTrue();
    assertThat(bench.store.delete("ann")).isFalse();
  }

  private void register(long sequence) throws Exception {
    bench.register("ann", sequence);
  }

  private void notices(long... sequences) throws Exception {
    bench.notices("ann", sequences);
  }

  private WebhookStore.Webhook webhook() throws Exception {
    return bench.webhook("ann");
  }

  private void later(Duration by) {
    bench.now = bench.now.plus(by);
  }
}
