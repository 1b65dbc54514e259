package org.commonwatt.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.commonwatt.ingest.push.PushKey;
import org.commonwatt.model.Ids;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter key}. */
@Command(
    name = "key",
    description = {
      "Make a key for a gateway that pushes readings to `ingest run --push-port`.",
      "The key is told once, to the error output; what the devices file needs is printed."
    },
    mixinStandardHelpOptions = true)
final class MeterKeyCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "A name for the key.")
  private String name;

  @Override
  public Integer call() {
    if (!Ids.isValid(name)) {
      throw new ParameterException(
          spec.commandLine(), "a name has 1 to 64 of A-Z a-z 0-9 . _ -, not " + name);
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    PrintWriter err = spec.commandLine().getErr();
    err.println("Key, kept nowhere: " + key);
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.println("push:");
    out.println("  - key: " + name);
    out.println("    sha256: " + PushKey.digest(key));
    out.println("    meters:");
    out.println("      - {meter: my-meter, ratedPowerW: 43470}");
    out.flush();
    return ExitCode.OK;
  }
}
