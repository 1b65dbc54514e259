package org.commonwatt.core.storage.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.negotiation.Negotiation.Answer;
import org.commonwatt.core.storage.negotiation.Negotiation.Offer;
import org.commonwatt.core.storage.negotiation.Negotiation.State;

/** Random walks, against what must hold of every step. */
class NegotiationPropertiesTest {
  private static final String[] WHO = {"plant", "station", "stranger"};
  private static final String[] TERMS = {"a", "b", "c"};

  @Property(tries = 1_000)
  void everyStepIsOneThatBothSidesMayRelyOn(@ForAll long seed) {
    Random random = new Random(seed);
    Offer first = new Offer("a", 40, 0);
    Negotiation now = (Negotiation) Negotiation.propose("plant", "station", first);
    for (int i = 0; i < 60; i++) {
      String by = WHO[random.nextInt(WHO.length)];
      int round = Math.max(1, now.last().round() - random.nextInt(2));
      Answer answer = new Answer(by, round, TERMS[random.nextInt(3)], random.nextInt(60));
      long expires = answer.timeMillis() + random.nextInt(40) - 5;
      Offer offer = new Offer(TERMS[random.nextInt(3)], expires, 0);
      int what = random.nextInt(8);
      NegotiationStep step =
          switch (what) {
            case 0 -> now.accept(answer);
            case 1 -> now.decline(answer);
            case 2 -> now.withdraw(by, answer.timeMillis());
            default -> now.counter(answer, offer);
          };
      if (step instanceof Negotiation then) {
        follows(now, then, answer);
        now = then;
      }
    }
  }

  private static void follows(Negotiation before, Negotiation then, Answer answer) {
    assertThat(before.state()).isEqualTo(State.OPEN);
    assertThat(then.timeMillis()).isGreaterThanOrEqualTo(before.timeMillis());
    assertThat(then.timeMillis()).isGreaterThanOrEqualTo(answer.timeMillis());
    assertThat(answer.by()).isIn("plant", "station");
    if (then.state() == State.WITHDRAWN) {
      assertThat(answer.by()).isEqualTo(before.last().by());
      return;
    }
    assertThat(answer.by()).isNotEqualTo(before.last().by());
    assertThat(answer.terms()).isEqualTo(before.last().terms());
    assertThat(answer.round()).isEqualTo(before.last().round());
    assertThat(then.timeMillis()).isLessThan(before.last().expiresMillis());
    if (then.state() == State.OPEN) {
      assertThat(then.last().by()).isEqualTo(answer.by());
      assertThat(then.last().round()).isEqualTo(before.last().round() + 1);
      assertThat(then.last().expiresMillis()).isGreaterThan(then.timeMillis());
    } else {
      assertThat(then.last()).isEqualTo(before.last());
    }
  }
}
