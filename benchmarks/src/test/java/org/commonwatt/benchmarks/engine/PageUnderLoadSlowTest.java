package org.commonwatt.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The measurement of the page, for a moment: trades are made and the page is told of them. */
@Tag("slow")
class PageUnderLoadSlowTest {
  private static final String CHROMIUM = "COMMONWATT_CHROMIUM";
  private static final int MADE = 2; // columns of a row
  private static final int TOLD = 3;

  @Test
  void tradesAreMadeAndToldToThePage() throws Exception {
    // Where it is required and not there the measurement itself fails.
    assumeTrue(
        System.getenv(CHROMIUM) != null || System.getenv(CHROMIUM + "_REQUIRED") != null,
        "see scripts/browser");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    new PageUnderLoad(out, new PageUnderLoad.Size(1, 3, 3_000)).print();
    List<String> rows = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1).split(" \\| ")).hasSize(12).startsWith("0", "1", "0", "0");
    String[] loaded = rows.get(2).split(" \\| ");
    assertThat(loaded).startsWith("3,000", "3");
    assertThat(loaded[MADE]).isNotEqualTo("0");
    assertThat(loaded[TOLD]).isNotEqualTo("0");
  }
}
