package org.commonwatt.cli.clearing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code commonwatt bench clear} measures, and what it refuses to. */
class ClearBenchTest {
  private static final String GOOD = "{'id':'good','areas':[{'id':'A'}]}\n";

  @Test
  void aClearingTakesTheTimeBetweenTwoReadingsOfTheClock() throws IOException, CaseException {
    AtomicLong clock = new AtomicLong();
    ClearBench.Figures figures =
        ClearBench.run(lines(GOOD + GOOD), () -> clock.getAndAdd(1_000_000));
    assertThat(figures).isEqualTo(new ClearBench.Figures(2, 1000.0, 1000.0));
  }

  @Test
  void noCasesHaveNoFigures() throws IOException, CaseException {
    assertThat(ClearBench.run(lines(""), () -> 0)).isEqualTo(new ClearBench.Figures(0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id':'x'}|line 3, case x: the field areas is missing; see docs/formats/clearing.md",
        "{'areas':[]}|line 3: the field id is missing; see",
        "{'id':'x','areas':[{'id':'A'},{'id':'B'}],'links':"
            + "[{'from':'A','to':'B','minFlowWh':5,'maxFlowWh':5}]}"
            + "|line 3, case x: no flow within the limits of the links balances"
      })
  void aBadOrInfeasibleCaseIsRefusedWithItsLineAndAHint(String bad, String explanation) {
    assertThatThrownBy(() -> ClearBench.run(lines(GOOD + "\n" + bad), () -> 0))
        .isInstanceOfSatisfying(
            CaseException.class,
            e -> assertThat(e.explanation()).startsWith(explanation).contains("; "));
  }

  private static ByteArrayInputStream lines(String text) {
    return new ByteArrayInputStream(text.replace('\'', '"').getBytes(UTF_8));
  }
}
