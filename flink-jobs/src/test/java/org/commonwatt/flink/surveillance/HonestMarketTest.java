package org.commonwatt.flink.surveillance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.model.Alert;
import org.junit.jupiter.api.Test;

/** Chance alone makes few alerts: participants who trade and cancel without any plan. */
class HonestMarketTest {
  private static final int SEEDS = 40;
  private static final int STEPS = 300;
  private static final int PARTICIPANTS = 17;

  @Test
  void aMarketWithoutAPlanIsHardlyEverSuspected() {
    long alerts = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      alerts += alertsOf(new Random(seed));
    }
    System.out.printf("honest market: %d alerts in %d steps%n", alerts, SEEDS * STEPS);
    assertThat(alerts * 1_000).isLessThanOrEqualTo((long) SEEDS * STEPS * 5); // 0.5 %
  }

  private static long alertsOf(Random random) {
    Map<String, String> areas =
        IntStream.range(0, PARTICIPANTS)
            .boxed()
            .collect(Collectors.toMap(HonestMarketTest::home, index -> "V1"));
    Market market = new Market(SurveillanceRules.DEFAULT, areas);
    Script script = new Script(market::take);
    for (int step = 0; step < STEPS; step++) {
      script.play("@+" + random.nextInt(20));
      script.play(step % 3 == 2 ? changeOfMind(random, step) : trade(random));
    }
    return market.alerts().stream().map(Alert::id).distinct().count();
  }

  private static String trade(Random random) {
    int one = random.nextInt(PARTICIPANTS);
    int other = (one + 1 + random.nextInt(PARTICIPANTS - 1)) % PARTICIPANTS;
    return String.format(
        "%s %s %d@%d to %s",
        home(one),
        random.nextBoolean() ? "buys" : "sells",
        100 + 100 * random.nextInt(30),
        235 + random.nextInt(30),
        home(other));
  }

  private static String changeOfMind(Random random, int step) {
    return String.format(
        "%s %s %d@%d as o%d; @+%d; o%d cancel",
        home(random.nextInt(PARTICIPANTS)),
        random.nextBoolean() ? "buy" : "sell",
        100 + 100 * random.nextInt(30),
        235 + random.nextInt(30),
        step,
        random.nextInt(30),
        step);
  }

  private static String home(int index) {
    return "H" + index;
  }
}
