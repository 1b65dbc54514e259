package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Computes the losses of docs/settlement.md again. */
class LossesPageTest {
  private static final Pattern BLOCK = Pattern.compile("```text\n(losses.*?)```", Pattern.DOTALL);
  private static final Pattern LOSSES =
      Pattern.compile("losses +(\\S+) (\\d+) ppm, limit (\\d+), bearer (\\S+)");
  private static final Pattern FLOW = Pattern.compile("(then )?boundary +(\\d+) in, (\\d+) out");
  private static final DeliverySlot SLOT = new DeliverySlot(Rulebooks.START, 15);

  private static List<String> blocks() throws IOException {
    Matcher found = BLOCK.matcher(Files.readString(Path.of("..", "docs", "settlement.md")));
    List<String> blocks = new ArrayList<>();
    while (found.find()) {
      blocks.add(found.group(1));
    }
    return blocks;
  }

  @Test
  void thePageHasLossesAndTheirRevision() throws IOException {
    assertThat(blocks()).hasSize(2);
    assertThat(String.join("", blocks()))
        .contains("TECHNICAL_LOSSES", "UNEXPLAINED_SHORT", "UNEXPLAINED_LONG", "_REVERSED");
  }

  @TestFactory
  Stream<DynamicTest> everyExampleComesOutAsItSays() throws IOException {
    return blocks().stream()
        .map(block -> DynamicTest.dynamicTest(block.lines().toList().get(3), () -> check(block)));
  }

  private static void check(String block) {
    List<BoundaryFlow> flows = new ArrayList<>();
    Matcher flow = FLOW.matcher(block);
    while (flow.find()) {
      flows.add(
          new BoundaryFlow(
              "village",
              SLOT,
              flows.size() + 1,
              Long.parseLong(flow.group(2)),
              Long.parseLong(flow.group(3)),
              Quality.ACTUAL));
    }
    SettlementInput initial = input(block, flows.get(0));
    List<BillLine> billed = Settlement.settle(initial).billLines();
    List<Posting> postings = Settlement.settle(initial).batch().postings();
    if (flows.size() > 1) {
      var run = Settlement.revise(input(block, flows.get(1)), new RunNumber(1, false), initial);
      billed = run.billLines();
      postings = run.batch().postings();
    }
    assertThat(
            billed.stream()
                .filter(line -> line.kind().compareTo(Kind.CORRECTION_OTHER_SIDE) > 0)
                .map(ImbalanceCase::brief))
        .containsExactlyElementsOf(
            block
                .lines()
                .dropWhile(line -> !line.equals("gives"))
                .skip(1)
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList());
    assertThat(postings.stream().mapToLong(Posting::amountNano).sum()).isZero();
    assertThat(Settlement.balances(initial)).noneMatch(AreaBalance::isBeyondLimit);
  }

  private static SettlementInput input(String block, BoundaryFlow flow) {
    Matcher said = LOSSES.matcher(block);
    assertThat(said.find()).isTrue();
    LossRules losses =
        new LossRules(
            said.group(4),
            List.of(
                new AreaLosses(
                    said.group(1),
                    Integer.parseInt(said.group(2)),
                    Long.parseLong(said.group(3)))));
    List<MeteredPosition> positions = new ArrayList<>();
    Matcher metered = Pattern.compile("(\\w+) (-?\\d+)").matcher(line(block, "metered"));
    while (metered.find()) {
      long net = Long.parseLong(metered.group(2));
      positions.add(
          new MeteredPosition(
              metered.group(1), SLOT, 1, Math.max(0, -net), Math.max(0, net), Quality.ACTUAL));
    }
    Rulebook rulebook =
        new Rulebooks()
            .areas(new Areas(List.of("village"), List.of(), "grid"))
            .members(positions.stream().map(MeteredPosition::participant).toArray(String[]::new))
            .safeguards(
                Safeguards.NONE.withSettlement(
                    new SettlementRules(List.of(1), 2).withLosses(losses)))
            .build();
    AuctionCleared auction =
        new AuctionCleared(
            SLOT,
            List.of(new AreaCleared("village", null, null, null, 0, 0)),
            List.of(),
            BigInteger.ZERO);
    return new SettlementInput(
        rulebook,
        auction,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(flow),
        Services.NONE,
        positions,
        Hash.ZERO);
  }

  private static String line(String block, String word) {
    return block
        .lines()
        .filter(line -> line.startsWith(word))
        .findFirst()
        .orElseThrow()
        .substring(word.length());
  }
}
