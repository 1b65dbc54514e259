package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes disputes by the rules, and finds those that are not. */
class DisputeWatchTest {
  private static final PersonalText WHY = PersonalText.clear("why");
  private static final Ruling RULING = new Ruling(true, 5, WHY);

  private final ToldLog log = new ToldLog(MarketBounds.USUAL);
  private final Sights sights = new Sights();
  private String owner = "";

  @BeforeEach
  void dispute() {
    log.apply(new Command.ActivateRulebook(Rulebooks.of(1).get(0)));
    log.apply(new Command.Tick(Community.START - 45 * Community.MINUTE));
    log.apply(new Command.Tick(Community.START + 15 * Community.MINUTE));
    for (String home : Community.HOMES) {
      log.apply(
          new Command.ReportPosition(
              new MeteredPosition(home, Community.slot(0), 1, 200, 0, Quality.ACTUAL)));
    }
    owner = log.of(Event.SlotSettled.class).get(0).billLines().get(0).participant();
    open();
    open(); // disputed already
    log.apply(new Command.WithdrawDispute(owner, 1));
    log.apply(new Command.WithdrawDispute(owner, 1)); // unknown now
    open();
    log.apply(new Command.AddEvidence(owner, 2, Hash.of(new byte[] {1})));
    log.apply(new Command.DecideDispute(owner, owner, 2, RULING)); // may not
    log.apply(new Command.DecideDispute(Community.OPERATOR, owner, 2, RULING));
    log.apply(new Command.WithdrawDispute(owner, 2)); // closed
  }

  @Test
  void theRealRulesPass() {
    assertThat(log.of(Event.DisputeRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(
            RejectionCode.LINE_DISPUTED,
            RejectionCode.UNKNOWN_DISPUTE,
            RejectionCode.NOT_DECIDER,
            RejectionCode.DISPUTE_CLOSED);
    assertThat(problem(event -> event)).isEmpty();
    assertThat(sights.counts())
        .containsKeys(
            Sight.DISPUTE_OPENED,
            Sight.DISPUTE_EVIDENCE,
            Sight.DISPUTE_DECIDED,
            Sight.DISPUTE_WITHDRAWN,
            Sight.LINE_DISPUTED,
            Sight.DISPUTE_WAS_CLOSED);
  }

  @Test
  void aDisputeThatIsForgottenIsFound() {
    assertThat(problem(event -> event instanceof Event.DisputeWithdrawn ? null : event))
        .startsWith("a dispute is forgotten");
  }

  @Test
  void oneThatIsClosedAgainIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.DisputeRejected refused
                            && refused.rejection().code() == RejectionCode.DISPUTE_CLOSED
                        ? new Event.DisputeWithdrawn(2, owner)
                        : event))
        .startsWith("the dispute was closed before");
  }

  @Test
  void aDecisionBySomebodyElseIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.DisputeRejected refused
                            && refused.rejection().code() == RejectionCode.NOT_DECIDER
                        ? new Event.DisputeDecided(2, owner, owner, RULING, 0)
                        : event))
        .startsWith("somebody decided who may not");
  }

  @Test
  void aLineThatIsDisputedTwiceIsFound() {
    Event.DisputeOpened second = log.of(Event.DisputeOpened.class).get(1);
    assertThat(
            problem(
                event ->
                    event instanceof Event.DisputeRejected refused
                            && refused.rejection().code() == RejectionCode.LINE_DISPUTED
                        ? second
                        : event))
        .startsWith("a line is disputed twice");
  }

  private void open() {
    log.apply(new Command.OpenDispute(owner, Community.START, 0, 0, WHY, null));
  }

  private String problem(UnaryOperator<@Nullable Event> change) {
    DisputeWatch watch = new DisputeWatch(sights);
    return log.problem((told, command) -> watch.take(told.event(), command), change);
  }
}
