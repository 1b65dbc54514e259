package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.cli.battery.CodeJson;
import org.commonwatt.cli.battery.CodeLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt battery decode}. */
@Command(
    name = "decode",
    description = {
      "Decode codes of GB/T 34014-2017, GB/T 45565-2025 and ISO/IEC 15459.",
      "Writes a line of JSON for each, in the same order. Exit code 2 when one is no code; the",
      "others are still decoded."
    },
    mixinStandardHelpOptions = true)
final class BatteryDecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CODE",
      arity = "0..*",
      description = "Codes; without any, standard input is read, a code a line.")
  private List<String> codes = new ArrayList<>();

  private final InputStream in;

  BatteryDecodeCommand() {
    this(System.in);
  }

  /** Reads another standard input, in tests. */
  BatteryDecodeCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    BatteryCodes decoder = BatteryCodes.builtIn();
    CodeLines lines = new CodeLines(in);
    Iterator<String> given = codes.iterator();
    boolean good = true;
    SureWriter out = new SureWriter(spec.commandLine().getOut());
    for (String code = next(given, lines); code != null; code = next(given, lines)) {
      DecodedCode decoded = decoder.decode(code);
      good &= decoded.valid();
      out.write(CodeJson.line(decoded) + "\n");
      out.flush();
    }
    return good ? ExitCode.OK : ExitCode.USAGE;
  }

  private @Nullable String next(Iterator<String> given, CodeLines lines) throws IOException {
    if (given.hasNext()) {
      return given.next();
    }
    return codes.isEmpty() ? lines.next() : null;
  }
}
