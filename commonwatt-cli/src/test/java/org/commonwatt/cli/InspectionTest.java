package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;

/**
 * The report of {@code engine inspect} against its golden files: one snapshot is good, one gives
 * another state, and of one nothing can be read.
 */
class InspectionTest {
  private static final Hash LAST = Hash.of(new byte[] {1});
  private static final Hash STATE = Hash.of(new byte[] {2});
  private static final LogInspection.Report REPORT =
      new LogInspection.Report(
          "village",
          17,
          31,
          16,
          240,
          LAST,
          STATE,
          List.of(
              new LogInspection.Kept(
                  "snapshot-240", new Snapshot.Place(16, 240, LAST, 29, 2), null),
              new LogInspection.Kept(
                  "snapshot-100",
                  new Snapshot.Place(9, 100, STATE, 12, 1),
                  "going on from it gives another state"),
              new LogInspection.Kept("snapshot-40", null, "its checksum is wrong")));

  @Test
  void theLinesAreThoseOfTheGoldenFile() throws IOException {
    StringWriter text = new StringWriter();
    Inspection.print(REPORT, new PrintWriter(text));
    assertThat(text.toString().lines().toList())
        .isEqualTo(golden("engine-inspect-1.txt").lines().toList());
  }

  @Test
  void theJsonIsThatOfTheGoldenFile() throws IOException {
    assertThat(Inspection.json(REPORT) + "\n").isEqualTo(golden("engine-inspect-1.json"));
  }

  @Test
  void aLogWithoutSnapshotsHasAnEmptyList() {
    LogInspection.Report none =
        new LogInspection.Report("village", 0, 0, 0, 0, Hash.ZERO, STATE, List.of());
    assertThat(Inspection.json(none)).contains("\"snapshots\" : [ ]");
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = InspectionTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
