package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the station does, in days of 96 slots and in shorter ones. */
class StationPlanTest {
  @TempDir private Path folder;

  @Test
  void aWholeDayHasALeaseFourAuctionsAndACallAndNothingIsLeftOut() throws IOException {
    StationPlan plan = plan(96);
    assertThat(said(plan))
        .containsExactly(
            "-60 lease of 96",
            "-45 auction",
            "135 auction",
            "330 call",
            "555 auction",
            "715 recall, 48 left",
            "735 auction");
    assertThat(plan.leftOut()).isEmpty();
  }

  @Test
  void eachDayIsLeasedAnewAndTheOwnerRefillsTheStationOnItsEve() throws IOException {
    StationPlan plan = plan(100);
    assertThat(said(plan))
        .contains("-60 lease of 96", "1230 refill", "1380 lease of 4", "1395 auction", "1425 call");
    assertThat(plan.leftOut())
        .as("of the second day")
        .containsExactly(
            "the release until 2022-08-03T08:30:00Z of what is stored from 2022-08-03T07:00:00Z on",
            "the auction from 2022-08-03T10:00:00Z on",
            "the auction from 2022-08-03T17:00:00Z on",
            "the auction from 2022-08-03T20:00:00Z on");
    assertThat(plan(97).leftOut())
        .contains("the call on 2022-08-03T07:00:00Z, which needs a second slot");
  }

  @Test
  void whatDoesNotFitIsLeftOutAndSaid() throws IOException {
    StationPlan two = plan(2);
    assertThat(said(two)).containsExactly("-60 lease of 2", "-45 auction", "-15 call");
    assertThat(said(plan(3))).contains("25 recall, 1 left");
    assertThat(two.leftOut())
        .hasSize(5)
        .contains(
            "the recall, which needs a third slot",
            "the release until 2022-08-02T08:30:00Z of what is stored from 2022-08-02T07:00:00Z on");
    assertThat(said(plan(1))).containsExactly("-60 lease of 1", "-45 auction");
    assertThat(plan(1).leftOut())
        .contains("the call on 2022-08-02T07:00:00Z, which needs a second slot");
  }

  private StationPlan plan(int slots) throws IOException {
    return new StationPlan(new DemoPlan(rulebook(), slots, 300));
  }

  private Rulebook rulebook() throws IOException {
    return DemoPlanTest.rulebook(folder, true);
  }

  /** What is due, by minutes from the first slot's start. */
  private static List<String> said(StationPlan plan) {
    List<String> said = new ArrayList<>();
    Instant zero = StationPlan.start(plan.demo().firstSlot());
    for (Instant now = plan.start(); !now.isAfter(plan.demo().end()); now = now.plusSeconds(300)) {
      String at = Duration.between(zero, now).toMinutes() + " ";
      plan.dayLeasedAt(now).ifPresent(day -> said.add(at + "lease of " + day.slots()));
      plan.shiftAt(now).ifPresent(shift -> said.add(at + "auction"));
      plan.calledAt(now).ifPresent(slot -> said.add(at + "call"));
      plan.refilledAt(now).ifPresent(slot -> said.add(at + "refill"));
      plan.recalledAt(now).ifPresent(day -> said.add(at + "recall, " + day.slots() + " left"));
    }
    return said;
  }
}
