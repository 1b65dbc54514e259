package org.commonwatt.engine.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What refusals look like over HTTP, and that the page of errors tells it as it is. */
class ProblemTest {
  /** What is written like a code and is none: kinds of keys and of alerts. */
  private static final Set<String> NO_CODES = Set.of("EC", "RSA", "RESIDUAL");

  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final Path SOURCES = Path.of("src/main/java/org/commonwatt/engine/http");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| <a id=\"([a-z_]+)\"></a>`([A-Z_]+)` \\| (?:(\\d{3}) )?[^|]*\\|([^|]*)\\|([^|]*)\\|$");
  private static final Pattern ANCHOR = Pattern.compile("(?m)^\\| <a id=");
  private static final Pattern CODE = Pattern.compile("\"([A-Z]{2,}(?:_[A-Z]+)*)\"");

  private static final Set<String> RULES =
      Arrays.stream(RejectionCode.values()).map(Enum::name).collect(Collectors.toSet());

  /** The row of a code: null for the status of one that no request gets. */
  private record Row(String anchor, @Nullable Integer status, String what, String toDo) {}

  @ParameterizedTest
  @EnumSource
  void aRefusalByAnyRuleKeepsItsCodeAndMessage(RejectionCode code) {
    Problem problem = Problem.of(new Rejection(code, "what is wrong"));
    assertThat(problem.json().get("code").asText()).isEqualTo(code.name());
    assertThat(problem.json().get("detail").asText()).isEqualTo("what is wrong");
    assertThat(problem.json().get("status").asInt()).isEqualTo(Problem.status(code));
    assertThat(problem.json().get("hint").asText()).startsWith("See docs/errors.md");
    assertThat(problem.json().get("title").asText()).isNotBlank();
  }

  @Test
  void theHintOfEveryRefusalPointsToTheRowOfItsCode() throws IOException {
    Map<String, Row> rows = rows();
    for (RejectionCode code : RejectionCode.values()) {
      assertThat(rows).containsKey(code.name());
      Row row = requireNonNull(rows.get(code.name()));
      String hint = Problem.of(new Rejection(code, "what is wrong")).hint();
      assertThat(hint).isEqualTo("See docs/errors.md#" + row.anchor());
    }
  }

  @Test
  void everyCodeThatTheApiAnswersHasARowOfTheRightStatusAndAnAnchorOfItsName() throws IOException {
    Map<String, Row> rows = rows();
    assertThat(rows.keySet()).containsAll(codesInTheSources());
    rows.forEach(
        (code, row) -> {
          assertThat(row.anchor()).isEqualTo(code.toLowerCase(Locale.ROOT));
          if (row.status() != null && RULES.contains(code)) {
            assertThat(row.status())
                .as(code)
                .isEqualTo(Problem.status(RejectionCode.valueOf(code)));
          } else if (!RULES.contains(code)) {
            assertThat(row.status()).as(code).isNotNull();
          }
        });
  }

  @Test
  void everyCodeSaysWhatItMeansAndWhatToDo() throws IOException {
    rows()
        .forEach(
            (code, row) -> {
              assertThat(row.what()).as(code).isNotBlank();
              assertThat(row.toDo()).as("what to do about " + code).isNotBlank();
            });
  }

  /** What is given to a problem as its code: all other words in capitals are in no quotes there. */
  private static Set<String> codesInTheSources() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".java")) {
          CODE.matcher(Files.readString(file)).results().forEach(r -> codes.add(r.group(1)));
        }
      }
    }
    codes.removeAll(NO_CODES);
    assertThat(codes).contains("NO_SUCH_ROUTE", "OUTCOME_UNKNOWN", "INTERNAL");
    return codes;
  }

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    String page = Files.readString(PAGE);
    for (Matcher row = ROW.matcher(page); row.find(); ) {
      Integer status = row.group(3) == null ? null : Integer.valueOf(row.group(3));
      Row read = new Row(row.group(1), status, row.group(4), row.group(5));
      assertThat(rows.put(row.group(2), read)).as("one row of " + row.group(2)).isNull();
    }
    assertThat(rows)
        .as("every row has four cells")
        .hasSize((int) ANCHOR.matcher(page).results().count());
    return rows;
  }
}
