package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What refusals look like over HTTP, and that the page of errors tells it as it is. */
class ProblemTest {
  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (\\d{3}) \\|");

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
  void thePageOfErrorsHasEveryCodeAndTheStatusOfThoseThatRequestsGet() throws IOException {
    String text = Files.readString(PAGE);
    Map<String, Integer> stated = new TreeMap<>();
    for (Matcher row = ROW.matcher(text); row.find(); ) {
      stated.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    Set<String> codes =
        EnumSet.allOf(RejectionCode.class).stream().map(Enum::name).collect(Collectors.toSet());
    stated.forEach(
        (code, status) -> {
          if (codes.contains(code)) {
            assertThat(status).as(code).isEqualTo(Problem.status(RejectionCode.valueOf(code)));
          }
        });
    assertThat(stated).hasSizeGreaterThan(30);
    String elsewhere = text.substring(text.indexOf("## Elsewhere"));
    codes.removeAll(stated.keySet());
    assertThat(codes).allSatisfy(code -> assertThat(elsewhere).contains("`" + code + "`"));
  }
}
