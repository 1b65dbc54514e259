package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictRetryTest {
  private static final SubmitOutcome READ = invalid("a", "MVCC_READ_CONFLICT");
  private static final SubmitOutcome PHANTOM = invalid("b", "PHANTOM_READ_CONFLICT");
  private static final SubmitOutcome DONE = new SubmitOutcome.Committed("c", 9, "");
  private static final ConflictRetry THREE = new ConflictRetry(3, Duration.ZERO, Duration.ZERO);

  @Test
  void conflictsAreFollowedByNewTransactions() {
    assertThat(submit(THREE, READ, PHANTOM, DONE)).isEqualTo(DONE);
  }

  @Test
  void whenAllAttemptsConflictTheLastIsTheAnswer() {
    assertThat(submit(THREE, READ, READ, PHANTOM)).isEqualTo(PHANTOM);
    assertThat(submit(ConflictRetry.NONE, READ)).isEqualTo(READ);
  }

  @Test
  void whatWouldFailAgainIsNotRetried() {
    SubmitOutcome policy = invalid("d", "ENDORSEMENT_POLICY_FAILURE");
    SubmitOutcome refused = new SubmitOutcome.Rejected(new LedgerRejection("BATCH_EXISTS", "m"));
    assertThat(submit(THREE, policy)).isEqualTo(policy);
    assertThat(submit(THREE, READ, refused)).isEqualTo(refused);
  }

  @Test
  void anInterruptedClientGetsTheOutcomeThatIsKnown() {
    ConflictRetry slow = new ConflictRetry(3, Duration.ofHours(1), Duration.ofHours(1));
    Thread.currentThread().interrupt();
    assertThat(submit(slow, READ)).isEqualTo(READ);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void thePausesGrowToTheLongest() {
    ConflictRetry retry = new ConflictRetry(4, Duration.ofMillis(20), Duration.ofMillis(40));
    long begin = System.nanoTime();
    submit(retry, READ, READ, READ, DONE);
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000L);
  }

  @Test
  void senselessNumbersAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new ConflictRetry(0, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConflictRetry(1, second.negated(), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConflictRetry(1, second, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What comes out when the transactions of a call end so, all of which must be made. */
  private static SubmitOutcome submit(ConflictRetry retry, SubmitOutcome... ends) {
    Deque<SubmitOutcome> left = new ArrayDeque<>(List.of(ends));
    SubmitOutcome outcome = retry.submit(left::remove);
    assertThat(left).isEmpty();
    return outcome;
  }

  private static SubmitOutcome invalid(String id, String code) {
    return new SubmitOutcome.Invalid(id, 4, code);
  }
}
