package org.commonwatt.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of one process, which jumps when it is told to: libfaketime, as {@code
 * scripts/faketime} brings it. The clock that a process measures waits by stays the real one, as it
 * does where somebody sets a machine's clock.
 */
final class FakedClock {
  private static final String VARIABLE = "COMMONWATT_FAKETIME";

  /** Set where the library must be there: a test that would be skipped fails instead. */
  private static final String REQUIRED = "COMMONWATT_FAKETIME_REQUIRED";

  private final String library;
  private final Path offset;

  private FakedClock(String library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** A clock that is right; skips the test, saying so, where there is no library. */
  static FakedClock in(Path folder) throws IOException {
    @Nullable String library = System.getenv(VARIABLE);
    if (library == null) {
      String missing = VARIABLE + " is not set: see scripts/faketime";
      if (System.getenv(REQUIRED) != null) {
        Assertions.fail(missing + ", and " + REQUIRED + " is set");
      }
      System.err.println("SKIPPED: a clock that jumps under an engine's process, for " + missing);
      Assumptions.abort(missing);
    }
    FakedClock clock = new FakedClock(String.valueOf(library), folder.resolve("clock-offset"));
    clock.set(Duration.ZERO);
    return clock;
  }

  /** Sets it to the right time and so much; a process that runs sees it a second later. */
  void set(Duration ahead) throws IOException {
    Path next = offset.resolveSibling("clock-offset.new");
    Files.writeString(next, "%+d".formatted(ahead.toSeconds()));
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a process is started with that is to see it. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library,
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "DONT_FAKE_MONOTONIC", "1",
        "NO_FAKE_STAT", "1");
  }
}
