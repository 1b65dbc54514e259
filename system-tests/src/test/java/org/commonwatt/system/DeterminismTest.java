package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same options give the same day, whatever the machine does meanwhile. */
@Tag("slow")
class DeterminismTest {
  @TempDir private Path folder;

  @Test
  void theSameSeedGivesTheSameBillsAndAnotherSeedOthers() throws IOException, InterruptedException {
    ObjectNode first = DemoRun.run(folder.resolve("first"), 7);
    ObjectNode second = DemoRun.run(folder.resolve("second"), 7);
    ObjectNode other = DemoRun.run(folder.resolve("other"), 8);
    assertThat(first.get("bills").toString()).isEqualTo(second.get("bills").toString());
    assertThat(withoutMeasurements(first)).isEqualTo(withoutMeasurements(second));
    assertThat(other.get("bills")).isNotEqualTo(first.get("bills"));
    assertThat(first.get("trades").asInt()).isPositive();
  }

  /** Time and memory are the machine's. */
  private static ObjectNode withoutMeasurements(ObjectNode summary) {
    return summary.deepCopy().without(java.util.List.of("wallSeconds", "peakRssMiB"));
  }
}
