package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SubmitOutcome;

/** Whatever text a client sends through Fabric's router comes back as a refusal. */
class RouterPropertyTest {
  // Opened before the first try.
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedLedger ledger;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("ledger");
    ledger = EmbeddedLedger.open(folder, InstantSource.system());
  }

  @AfterContainer
  static void close() throws IOException {
    ledger.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 300)
  void anyTextThatIsNoBatchIsRefused(@ForAll String json) {
    assertThat(code("PostBatch", json)).isEqualTo("MALFORMED");
  }

  @Property(tries = 300)
  void anyFunctionAndArgumentsAreRefused(
      @ForAll String function, @ForAll @Size(max = 3) List<String> arguments) {
    assertThat(code(function, arguments.toArray(new String[0])))
        .isIn("UNKNOWN_FUNCTION", LedgerRejection.CONTRACT_FAULT);
    assertThat(ledger.height()).isZero();
  }

  private static String code(String function, String... arguments) {
    SubmitOutcome outcome = ledger.submit(LedgerCall.of("settlement", function, arguments));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
    return ((SubmitOutcome.Rejected) outcome).rejection().code();
  }
}
