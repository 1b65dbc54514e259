package org.commonwatt.flink.surveillance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The case files: for each pattern 20 cases that must be found and 20 near-misses that must not.
 * Every line is played to all patterns at once, so that one that takes another for its own is seen.
 */
class PatternCasesTest {
  private static final int CASES = 20;
  private static final long MIN_RECALL_PERCENT = 95;
  private static final long MIN_PRECISION_PERCENT = 80;

  static final SurveillanceRules RULES =
      new SurveillanceRules(
          SurveillanceRules.Rings.DEFAULT,
          SurveillanceRules.Deception.DEFAULT,
          SurveillanceRules.Close.DEFAULT,
          SurveillanceRules.Withholding.DEFAULT,
          new SurveillanceRules.Limits(100_000, Map.of("BIG", 500_000L, "NONE", 0L)),
          List.of(List.of("P", "Q"), List.of("R", "S", "T")));

  private record Case(boolean hit, String name, String script) {}

  @ParameterizedTest
  @EnumSource
  void findsTheCasesAndLeavesTheNearMisses(AlertPattern pattern) throws IOException {
    List<Case> cases = cases(pattern);
    assertThat(cases.stream().filter(Case::hit)).hasSize(CASES);
    assertThat(cases.stream().filter(line -> !line.hit())).hasSize(CASES);
    int found = 0;
    int falsely = 0;
    List<String> wrong = new ArrayList<>();
    for (Case line : cases) {
      Set<AlertPattern> told = play(line.script());
      boolean right = told.equals(line.hit() ? Set.of(pattern) : Set.of());
      found += line.hit() && told.contains(pattern) ? 1 : 0;
      falsely += told.isEmpty() || (line.hit() && right) ? 0 : 1;
      if (!right) {
        wrong.add(line.name() + ": " + told);
      }
    }
    long recall = found * 100L / CASES;
    long precision = found == 0 ? 0 : found * 100L / (found + falsely);
    System.out.printf(
        "%-18s recall %3d %%  precision %3d %%  wrong: %s%n", pattern, recall, precision, wrong);
    assertThat(recall).as("recall, wrong: %s", wrong).isGreaterThanOrEqualTo(MIN_RECALL_PERCENT);
    assertThat(precision)
        .as("precision, wrong: %s", wrong)
        .isGreaterThanOrEqualTo(MIN_PRECISION_PERCENT);
  }

  static Set<AlertPattern> play(String script) {
    return alerts(script).stream().map(Alert::pattern).collect(Collectors.toSet());
  }

  static List<Alert> alerts(String script) {
    Map<String, String> areas =
        List.of("A", "B", "C", "M", "BIG", "P", "Q").stream()
            .collect(Collectors.toMap(id -> id, id -> "V1"));
    Market market = new Market(RULES, areas);
    new Script(market::take).play(script);
    return market.alerts();
  }

  private static List<Case> cases(AlertPattern pattern) throws IOException {
    String name = "/surveillance/" + pattern.name().toLowerCase(Locale.ROOT) + ".txt";
    try (InputStream in =
        Objects.requireNonNull(PatternCasesTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(PatternCasesTest::caseOf)
          .toList();
    }
  }

  private static Case caseOf(String line) {
    String[] parts = line.split("\\|", 3);
    return new Case(parts[0].strip().equals("HIT"), parts[1].strip(), parts[2].strip());
  }
}
