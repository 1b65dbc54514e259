package org.commonwatt.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.engine.readmodel.WebhookQueue.Attempt;
import org.commonwatt.engine.readmodel.WebhookQueue.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is: nobody waits for another receiver, and none is called by two at once. */
class WebhookTurnsTest {
  private final WebhookBench bench = new WebhookBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void nobodyWaitsForAReceiverThatHangs() throws Exception {
    bench.notices("ann", 5);
    bench.notices("bob", 5, 6, 7);
    bench.answers = post -> post.id().startsWith("ann") ? WebhookBench.NO_ANSWER : 204;
    bench.register("ann", 0);
    bench.register("bob", 0);
    WebhookBench.runUntil(bench.webhooks(), () -> bench.posts.size() == 4);
    assertThat(bench.ids()).containsExactlyInAnyOrder("ann-5", "bob-5", "bob-6", "bob-7");
    assertThat(bench.webhook("ann").deliveredSequence()).as("ann's is under way").isZero();
  }

  @Test
  void aLongBacklogMakesNobodyWaitForMoreThanATurn() throws Exception {
    int many = Webhooks.AT_ONCE + 1;
    for (int i = 0; i < many; i++) {
      bench.notices("a" + i, 1, 2, 3, 4);
      bench.register("a" + i, 0);
    }
    bench.notices("zoe", 1);
    bench.register("zoe", 0);
    WebhookBench.run(bench.webhooks());
    assertThat(bench.posts).hasSize(4 * many + 1);
    assertThat(bench.ids().indexOf("zoe-1")).isLessThan(2 * many);
  }

  @Test
  void twoEnginesDoNotSendTheSameAtOnceAndASecondOneGoesOnWhenTheClaimHasRunOut() throws Exception {
    bench.notices("ann", 5);
    bench.register("ann", 0);
    bench.answers = post -> WebhookBench.NO_ANSWER;
    WebhookBench.runUntil(bench.webhooks(), () -> bench.posts.size() == 1);
    Webhooks other = bench.webhooks();
    WebhookBench.run(other);
    assertThat(bench.ids()).containsExactly("ann-5");
    bench.answers = post -> 204;
    bench.claimsRunOut();
    WebhookBench.run(other);
    assertThat(bench.ids()).as("the same id").containsExactly("ann-5", "ann-5");
    assertThat(bench.webhook("ann").deliveredSequence()).isEqualTo(5);
  }

  @Test
  void whoseClaimIsOverNotesNothing() throws Exception {
    bench.notices("ann", 5);
    bench.register("ann", 0);
    Delivery first = bench.queue.claim(bench.now, List.of(), 9).get(0);
    assertThat(bench.queue.claim(bench.now, List.of(), 9)).isEmpty();
    bench.claimsRunOut();
    assertThat(bench.queue.claim(bench.now, List.of("ann"), 9)).as("busy").isEmpty();
    Delivery second = bench.queue.claim(bench.now, List.of(), 9).get(0);
    bench.queue.failed(first, new Attempt(1, "TIMEOUT", "late", bench.now));
    bench.queue.delivered(first);
    bench.queue.giveUp(first, new Attempt(35, "TIMEOUT", "late", bench.now));
    assertThat(bench.webhook("ann").trouble().attempts()).isZero();
    assertThat(bench.webhook("ann").deliveredSequence()).isZero();
    assertThat(bench.store.deadLetters("ann", 9)).isEmpty();
    bench.queue.delivered(second);
    assertThat(bench.webhook("ann").deliveredSequence()).isEqualTo(5);
  }
}
