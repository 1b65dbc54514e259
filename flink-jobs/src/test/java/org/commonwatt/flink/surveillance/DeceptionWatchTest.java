package org.commonwatt.flink.surveillance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.AlertPattern;
import org.junit.jupiter.api.Test;

class DeceptionWatchTest {
  private static final String OWN_TRADE =
      "A buy 1000@250 as g; M sell 1000@250 as m; g takes m 1000; @+20; ";

  @Test
  void whatWasTakenAwayBeforeTheTradeIsNotCounted() {
    assertThat(
            PatternCasesTest.play(
                "A sell 5000@260 as a; @+5; a amend 1500@260; " + OWN_TRADE + "a amend 1400@260"))
        .isEmpty();
  }

  @Test
  void whatWasTakenAwaySinceIsCountedThoughSomeWentBefore() {
    List<Alert> alerts =
        PatternCasesTest.alerts(
            "A sell 5000@260 as a; @+5; a amend 1000@260; a amend 5000@260; "
                + OWN_TRADE
                + "a cancel");
    assertThat(alerts).extracting(Alert::pattern).containsExactly(AlertPattern.SPOOFING);
    assertThat(alerts.get(0).measures()).contains(new Measure("pulledWh", 5_000, 1_000));
  }
}
