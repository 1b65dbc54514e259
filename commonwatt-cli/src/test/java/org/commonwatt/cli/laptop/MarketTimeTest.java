package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.commonwatt.cli.UserError;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MarketTimeTest {
  private static final Rejection REFUSED =
      new Rejection(RejectionCode.WITHDRAWAL_TOO_LARGE, "more is reserved");

  private final FakeMarket market = new FakeMarket();
  private final MarketTime time = new MarketTime(market, () -> 0);

  @Test
  void aStandbyDoesNothing() throws Exception {
    time.step();
    assertThat(market.done).isEmpty();
  }

  @Test
  void whoeverBeginsToLeadBringsTheMarketUpToTheFileOnceAndTicks() throws Exception {
    market.leads = true;
    time.step();
    time.step(); // the next tick is not due
    assertThat(market.done).containsExactly("ask", "activate", "register", "tick");
  }

  @Test
  void whoeverLeadsAnewBringsItUpAgain() throws Exception {
    market.leads = true;
    time.step();
    market.leads = false;
    time.step();
    market.leads = true;
    market.done.clear();
    time.step();
    assertThat(market.done).containsExactly("ask", "activate", "register", "tick");
  }

  @Test
  void whatIsRefusedStopsNoTick() throws Exception {
    market.leads = true;
    market.refused = Map.of("home-01", REFUSED);
    time.step();
    assertThat(market.done).containsExactly("ask", "activate", "register", "tick");
  }

  @Test
  void aFileThatDoesNotFitStopsNoTickAndIsTold() throws Exception {
    market.leads = true;
    market.misfit = new UserError("the community file no longer has home-02");
    time.step();
    assertThat(market.done).containsExactly("ask", "activate", "register", "tick");
    assertThat(time.trouble())
        .contains(
            "the rulebook of the community file is not in force: the community file no longer has"
                + " home-02");
  }

  @Test
  void aRulebookThatIsRefusedStopsNoTickAndIsToldUntilAnotherIsTaken() throws Exception {
    market.leads = true;
    market.rulebookRefused = REFUSED;
    time.step();
    assertThat(market.done).containsExactly("ask", "activate", "register", "tick");
    assertThat(time.trouble()).hasValueSatisfying(why -> assertThat(why).contains("reserved"));
    market.leads = false;
    time.step();
    market.leads = true;
    market.rulebookRefused = null;
    time.step();
    assertThat(time.trouble()).isEmpty();
  }

  @Test
  void aRegistrationWithoutAnAnswerIsRepeatedBeforeTheFirstTick() throws Exception {
    market.leads = true;
    market.isSlow = true;
    assertThatThrownBy(time::step).isInstanceOf(TimeoutException.class);
    market.isSlow = false;
    time.step();
    assertThat(market.done)
        .containsExactly("ask", "activate", "register", "ask", "activate", "register", "tick");
  }

  /** A fake: says what was asked of it. */
  private static final class FakeMarket implements MarketTime.Led {
    private final List<String> done = new ArrayList<>();
    private boolean leads;
    private boolean isSlow;
    private @Nullable UserError misfit;
    private @Nullable Rejection rulebookRefused;
    private Map<String, Rejection> refused = Map.of();

    @Override
    public boolean leads() {
      return leads;
    }

    @Override
    public void askForTime() {
      done.add("ask");
    }

    @Override
    public Optional<Rejection> activate() {
      done.add("activate");
      if (misfit != null) {
        throw misfit;
      }
      return Optional.ofNullable(rulebookRefused);
    }

    @Override
    public Map<String, Rejection> register() throws TimeoutException {
      done.add("register");
      if (isSlow) {
        throw new TimeoutException("no answer");
      }
      return refused;
    }

    @Override
    public void tick() {
      done.add("tick");
    }
  }
}
