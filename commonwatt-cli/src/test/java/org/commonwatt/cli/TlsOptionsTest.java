package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.commonwatt.engine.http.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which options of HTTPS go together, and that a file that cannot be used is named at once. */
class TlsOptionsTest {
  @TempDir private Path folder;

  @Command
  private static final class Holder {
    @Spec private CommandSpec spec;
    @Mixin private final TlsOptions tls = new TlsOptions();
  }

  private static Optional<TlsSettings> settings(boolean logins, String... options) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(options);
    return holder.tls.settings(holder.spec, logins);
  }

  private static void assertRefused(boolean logins, String why, String... options) {
    assertThatThrownBy(() -> settings(logins, options))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(why);
  }

  @Test
  void withoutACertificateThereIsNoHttpsAndNothingThatNeedsIt() {
    assertThat(settings(true)).isEmpty();
    assertRefused(true, "go together", "--tls-cert=a");
    assertRefused(true, "go together", "--tls-key=a");
    assertRefused(true, "need --tls-cert", "--tls-client-ca=a");
    assertRefused(true, "need --tls-cert", "--address=0.0.0.0");
  }

  @Test
  void othersReachOnlyAMarketThatAsksForLogins() {
    String[] open = {"--tls-cert=a", "--tls-key=b", "--address=0.0.0.0"};
    assertRefused(false, "need --logins", open);
    assertRefused(false, "need --logins", "--tls-cert=a", "--tls-key=b", "--tls-client-ca=c");
    assertThatThrownBy(() -> settings(true, open)).isInstanceOf(UserError.class);
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() throws Exception {
    Path absent = folder.resolve("absent.pem");
    assertThatThrownBy(() -> settings(false, "--tls-cert=" + absent, "--tls-key=" + absent))
        .isInstanceOf(UserError.class)
        .hasMessage("there is no file " + absent);
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(() -> settings(false, "--tls-cert=" + empty, "--tls-key=" + empty))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("" + empty);
  }
}
