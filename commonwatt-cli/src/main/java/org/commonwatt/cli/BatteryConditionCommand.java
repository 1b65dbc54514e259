package org.commonwatt.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.cli.battery.ConditionDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commonwatt battery condition}. */
@Command(
    name = "condition",
    description = {
      "Write a battery's condition as JSON of IDTA's Product Condition 1.0.1.",
      "What the ledger does not know comes from a document of whoever measures the battery."
    },
    mixinStandardHelpOptions = true)
final class BatteryConditionCommand extends BatteryLedgerCommand {
  @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
  private String id;

  @Option(
      names = "--measured",
      paramLabel = "FILE",
      required = true,
      description = "A Product Condition with temperatures and state of charge at least.")
  private Path measured;

  @Override
  public Integer call() {
    ObjectNode document = document(measured);
    return with(
        batteries -> {
          Asset asset = found(batteries, id);
          try {
            out()
                .println(
                    ConditionDocument.write(document, asset, batteries.history(asset.id()))
                        .toPrettyString());
          } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
          }
          out().flush();
          return ExitCode.OK;
        });
  }
}
