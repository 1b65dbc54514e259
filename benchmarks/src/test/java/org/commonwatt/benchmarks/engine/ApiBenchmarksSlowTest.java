package org.commonwatt.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The drivers of the API, with few orders: every order is taken, at every way in. */
@Tag("slow")
class ApiBenchmarksSlowTest {
  private static final int REFUSED = 6; // column of a row

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ApiBenchmarks few =
      new ApiBenchmarks(new PrintStream(printed, true, StandardCharsets.UTF_8), 4_000, 1);

  @Test
  void everyOrderIsTakenOverHttpAndOverSocketsBesideAnEcho() throws Exception {
    try (ApiProcess server = new ApiProcess();
        ApiDriver driver = new ApiDriver(server)) {
      few.single(server, driver);
      few.batch(server, driver);
      few.stream(server, driver);
      few.sockets(20, server, driver);
      server.fresh();
      few.soak(server, driver);
    }
    List<String> rows =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(row -> row.contains(" | "))
            .toList();
    List<String> measured = rows.stream().filter(row -> !row.startsWith("what")).toList();
    assertThat(measured).hasSize(4 + 4 + 8 + 1 + 1);
    assertThat(measured).allSatisfy(row -> assertThat(row.split(" \\| ")[REFUSED]).isEqualTo("0"));
    assertThat(measured).filteredOn(row -> row.startsWith("echo")).hasSize(2 + 2 + 4);
  }

  @Test
  void aHeapThatGrowsDuringASoakIsAFailure() {
    ApiBenchmarks.requireFlat(List.of(20L, 40L, 38L, 56L));
    assertThatThrownBy(() -> ApiBenchmarks.requireFlat(List.of(20L, 40L, 38L, 57L)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("grown by 17 MiB, more than 16");
  }
}
