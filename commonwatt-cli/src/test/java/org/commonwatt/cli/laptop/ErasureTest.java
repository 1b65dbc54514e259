package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.community.NextRulebook;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.log.seal.RetiredKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTest {
  private static final Subject HOME = Subject.participant("home-01");
  private static final List<RetiredKey> RETIRED =
      List.of(new RetiredKey(HOME, "0123456789abcdef", 1_000));
  private static final long NOW = Instant.parse("2026-01-01T10:07:00Z").toEpochMilli();
  private static final long START = Instant.parse("2026-01-01T10:15:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  @TempDir private Path folder;

  private final MarketStateMachine market = new MarketStateMachine();

  @Test
  void keysAreDestroyedWhenTheirTimeHasComeAndNothingNeedsThem() {
    assertThat(plan(RETIRED, 5_000, 0, 0).isClear()).isTrue();
    assertThat(plan(List.of(), 5_000, 0, 0).isClear()).as("none is retired").isFalse();
    assertThat(plan(RETIRED, 4_999, 0, 0).isClear()).as("too early").isFalse();
    assertThat(plan(RETIRED, 5_000, 1, 0).isClear()).as("a position is held").isFalse();
    assertThat(plan(RETIRED, 5_000, 0, 1).isClear()).as("a slot is not settled").isFalse();
  }

  @Test
  void slotsThatBeganBeforeCountUntilTheyAreSettled() throws Exception {
    Rulebook rulebook = NextRulebook.of(null, community(), NOW).orElseThrow();
    apply(CommandOrigin.NONE, new Command.ActivateRulebook(rulebook));
    apply(CommandOrigin.NONE, new Command.Tick(START + 20 * MINUTE));
    long retired = START + 20 * MINUTE; // amid the second slot
    assertThat(Erasure.unsettled(market, START)).isZero();
    assertThat(Erasure.unsettled(market, retired)).isEqualTo(2);
    settle(rulebook, START);
    assertThat(Erasure.unsettled(market, retired)).isEqualTo(1);
    apply(CommandOrigin.NONE, new Command.Tick(START + 100 * 60 * MINUTE));
    assertThat(Erasure.unsettled(market, retired)).as("however late it is").isEqualTo(1);
    settle(rulebook, START + 15 * MINUTE);
    assertThat(Erasure.unsettled(market, retired)).isZero();
  }

  private void settle(Rulebook rulebook, long slotStart) {
    DeliverySlot slot = new DeliverySlot(slotStart, 15);
    for (Rulebook.Member member : rulebook.members()) {
      long offset = market.lastOffset("positions", 0).orElse(-1) + 1;
      apply(
          new CommandOrigin("positions", 0, offset),
          new Command.ReportPosition(
              new MeteredPosition(member.participant(), slot, 1, 100, 0, Quality.ACTUAL)));
    }
  }

  private void apply(CommandOrigin origin, Command command) {
    market.apply(new CommandFrame.Entry(origin, command), event -> {});
  }

  private static Erasure.Plan plan(List<RetiredKey> retired, long clock, int held, long unsettled) {
    return new Erasure.Plan(
        true, List.of(HOME), List.of(), retired, 5_000, clock, held, unsettled, 0);
  }

  private Community community() throws IOException {
    return CommunityFile.read(
        Files.writeString(
            folder.resolve("community.yaml"),
            CommunityTemplate.render(
                new CommunityTemplate.Settings(
                    2, List.of(6001, 6002), "next", 60, Hash.of(new byte[] {1}), false))));
  }
}
