package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.Posting;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Computes the examples of docs/settlement.md again. */
class SettlementPageTest {
  private static final Path PAGE = Path.of("..", "docs", "settlement.md");
  private static final Pattern BLOCK = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TRADE = Pattern.compile("(\\S+) buys (\\d+) of (\\S+)");

  /** The blocks of the page that state the lines of a slot. */
  private static List<String> blocks() throws IOException {
    Matcher found = BLOCK.matcher(Files.readString(PAGE));
    List<String> blocks = new ArrayList<>();
    while (found.find()) {
      if (found.group(1).startsWith("responsible")) {
        blocks.add(found.group(1));
      }
    }
    return blocks;
  }

  @Test
  void thePageHasItsExamples() throws IOException {
    assertThat(blocks()).hasSize(5);
    assertThat(String.join("", blocks()))
        .contains(
            "RESIDUAL_WITHDRAWAL", "NETTED_SHORT", "BAND_LONG", "IMBALANCE_LONG", "_REVERSED");
  }

  @TestFactory
  Stream<DynamicTest> everyExampleComesOutAsItSays() throws IOException {
    return blocks().stream()
        .map(block -> DynamicTest.dynamicTest(block.lines().toList().get(4), () -> check(block)));
  }

  private static void check(String block) {
    List<String> given = block.lines().takeWhile(line -> !line.equals("gives")).toList();
    List<String> lines =
        block
            .lines()
            .dropWhile(line -> !line.equals("gives"))
            .skip(1)
            .map(line -> line.strip().replaceAll(" +", " "))
            .toList();
    ImbalanceCase slot =
        new ImbalanceCase(rules(given), number(value(given, "auction")), members(given));
    Matcher trade = TRADE.matcher(value(given, "trade"));
    assertThat(trade.matches()).isTrue();
    slot.trade(trade.group(1), trade.group(3), number(trade.group(2)));
    meter(slot, 1, value(given, "metered"));
    price(slot, value(given, "price"));
    SettlementInput initial = slot.input();
    List<BillLine> billed = Settlement.settle(initial).billLines();
    List<Posting> postings = Settlement.settle(initial).batch().postings();
    if (given.stream().anyMatch(line -> line.startsWith("then"))) {
      meter(slot, 2, value(given, "then metered"));
      price(slot, value(given, "then price"));
      var run = Settlement.revise(slot.input(), new RunNumber(1, false), initial);
      billed = run.billLines();
      postings = run.batch().postings();
    }
    assertThat(billed.stream().map(ImbalanceCase::brief)).containsExactlyElementsOf(lines);
    assertThat(postings.stream().mapToLong(Posting::amountNano).sum()).isZero();
  }

  private static ImbalanceRules rules(List<String> given) {
    String[] responsible = value(given, "responsible").split(", ");
    String pool = value(given, "pool");
    if (pool.isEmpty()) {
      long[] band = numbers(value(given, "band"));
      return ImbalanceCase.deadBand((int) band[0], (int) band[1], band[2], responsible);
    }
    long[] stated = numbers(pool);
    ImbalanceRules rules = ImbalanceCase.pool(stated[0], false, responsible);
    assertThat(rules.prices().fallback().shortMicroPerKwh()).isEqualTo(stated[1]);
    assertThat(rules.prices().fallback().longMicroPerKwh()).isEqualTo(stated[2]);
    return rules;
  }

  private static String[] members(List<String> given) {
    Set<String> members = new LinkedHashSet<>();
    for (String one : value(given, "metered").split(", ")) {
      members.add(one.split(" ")[0]);
    }
    return members.toArray(String[]::new);
  }

  private static void meter(ImbalanceCase slot, int version, String text) {
    for (String one : text.isEmpty() ? new String[0] : text.split(", ")) {
      slot.meter(one.split(" ")[0], version, number(one.split(" ")[1]));
    }
  }

  private static void price(ImbalanceCase slot, String text) {
    if (!text.isEmpty()) {
      long[] prices = numbers(text);
      slot.price(1, prices[0], prices[1]);
    }
  }

  /** What follows a word at the start of a line; empty when there is no such line. */
  private static String value(List<String> given, String word) {
    return given.stream()
        .filter(line -> line.matches(Pattern.quote(word) + " +\\S.*"))
        .map(line -> line.substring(word.length()).strip())
        .findFirst()
        .orElse("");
  }

  private static long[] numbers(String text) {
    return Pattern.compile("-?\\d+")
        .matcher(text)
        .results()
        .mapToLong(found -> Long.parseLong(found.group()))
        .toArray();
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }
}
