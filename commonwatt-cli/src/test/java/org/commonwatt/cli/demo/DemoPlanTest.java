package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.community.CommunityTemplate.Gate;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate of the template is 15 minutes ahead, gate closure 5; the demo polls each 5 minutes. */
class DemoPlanTest {
  private static final Instant START = Instant.parse("2022-08-02T07:00:00Z");

  @TempDir private Path folder;

  @Test
  void aSlotTradesContinuouslyAtTwoPolls() throws IOException {
    DemoPlan plan = new DemoPlan(rulebook(true), 3, 300);
    DeliverySlot first = plan.firstSlot();
    assertThat(plan.continuousAt(START.minusSeconds(1200))).isEmpty();
    assertThat(plan.continuousAt(START.minusSeconds(900))).containsExactly(first);
    assertThat(plan.rebalancedAt(START.minusSeconds(900))).containsExactly(first);
    assertThat(plan.roundAt(first, START.minusSeconds(900))).isZero();
    assertThat(plan.continuousAt(START.minusSeconds(600))).containsExactly(first);
    assertThat(plan.roundAt(first, START.minusSeconds(600))).isEqualTo(1);
    assertThat(plan.continuousAt(START.minusSeconds(300))).isEmpty();
    assertThat(plan.continuousAt(START)).containsExactly(first.plus(1));
  }

  @Test
  void withTheGateEarlierTwoSlotsTradeAtOnceAndEachIsLookedAtInItsLastQuarterOfAnHour()
      throws IOException {
    DemoPlan plan = new DemoPlan(rulebook(folder, true, new Gate(30, 0)), 3, 300);
    DeliverySlot first = plan.firstSlot();
    assertThat(plan.slotsWithGateAt(START.minusSeconds(1800))).containsExactly(first);
    assertThat(plan.slotsWithGateAt(START.minusSeconds(2700))).as("before trading").isEmpty();
    assertThat(plan.continuousAt(START.minusSeconds(1800))).containsExactly(first);
    assertThat(plan.rebalancedAt(START.minusSeconds(1800))).isEmpty();
    assertThat(plan.roundAt(first, START.minusSeconds(1800))).isZero();
    assertThat(plan.continuousAt(START.minusSeconds(900))).containsExactly(first, first.plus(1));
    assertThat(plan.rebalancedAt(START.minusSeconds(900))).containsExactly(first);
    assertThat(plan.roundAt(first, START.minusSeconds(600))).isEqualTo(1);
    assertThat(plan.continuousAt(START.minusSeconds(300))).containsExactly(first.plus(1));
  }

  @Test
  void slotsOfAWindowHaveTheirGateTogetherAndTradeOnAsEver() throws IOException {
    DemoPlan plan = new DemoPlan(rulebook(folder, true, new Gate(30, 2)), 3, 300);
    DeliverySlot first = plan.firstSlot();
    assertThat(plan.firstGate()).isEqualTo(START.minusSeconds(1800));
    assertThat(plan.slotsWithGateAt(START.minusSeconds(1800)))
        .containsExactly(first, first.plus(1));
    assertThat(plan.slotsWithGateAt(START.minusSeconds(900))).isEmpty();
    assertThat(plan.slotsWithGateAt(START)).as("only traded ones").containsExactly(first.plus(2));
    assertThat(plan.continuousAt(START.minusSeconds(1800))).containsExactly(first, first.plus(1));
    assertThat(plan.rebalancedAt(START.minusSeconds(900))).containsExactly(first);
    assertThat(plan.rebalancedAt(START)).containsExactly(first.plus(1));
  }

  @Test
  void onlyTradedSlotsAndOnlyMarketsWithContinuousTradingHaveRounds() throws IOException {
    DemoPlan plan = new DemoPlan(rulebook(true), 1, 300);
    assertThat(plan.continuousAt(START)).isEmpty();
    DemoPlan plain = new DemoPlan(rulebook(false), 1, 300);
    assertThat(plain.continuousAt(START.minusSeconds(900))).isEmpty();
  }

  @Test
  void pricesAreMultiplesOfTheTickAndLeaveRoomForTheGridFee() throws IOException {
    Rulebook rules = rulebook(true);
    DeliverySlot slot = rules.slotAt(START.toEpochMilli());
    BidStrategy strategy = new BidStrategy(3);
    Rulebook.Member home = rules.members().get(0);
    long retail = rules.tariffAt(slot).retailMicroPerKwh();
    long feedIn = rules.tariffAt(slot).feedInMicroPerKwh();
    for (Side side : Side.values()) {
      long price = strategy.priceMicroPerKwh(home, slot, side, rules);
      assertThat(price % 100).isZero();
      assertThat(price).isBetween(feedIn, retail - (side == Side.BUY ? 2_000 : 0));
    }
  }

  private Rulebook rulebook(boolean continuous) throws IOException {
    return rulebook(folder, continuous);
  }

  /** Rules of the template, whose file is made in a folder. */
  static Rulebook rulebook(Path folder, boolean continuous) throws IOException {
    return rulebook(folder, continuous, new Gate(15, 0));
  }

  private static Rulebook rulebook(Path folder, boolean continuous, Gate gate) throws IOException {
    Path file = folder.resolve("community-" + continuous + ".yaml");
    Files.writeString(
        file,
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                2, List.of(5020), START.toString(), 300, Hash.ZERO, continuous, gate, null)));
    return CommunityFile.read(file).rulebook();
  }
}
