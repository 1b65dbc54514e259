package org.commonwatt.cli;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.cli.battery.BatteryLines;
import org.commonwatt.ledger.BatteryLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code commonwatt battery tree}. */
@Command(
    name = "tree",
    description = {
      "Show a battery with its parts down to the smallest, and under each what it was got from,",
      "back to when that was in vehicles."
    },
    mixinStandardHelpOptions = true)
final class BatteryTreeCommand extends BatteryLedgerCommand {
  @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
  private String id;

  private final Set<String> told = new HashSet<>();

  @Override
  public Integer call() {
    return with(
        batteries -> {
          print(batteries, found(batteries, id), 0);
          return ExitCode.OK;
        });
  }

  private void print(BatteryLedger batteries, Asset asset, int depth) {
    line(depth, BatteryLines.asset(asset));
    if (!asset.parts().isEmpty() || !asset.sources().isEmpty()) {
      BatteryLedger.Family family = batteries.family(asset.id()).orElseThrow();
      family.sources().forEach(source -> source(batteries, source, depth + 1));
      family.parts().forEach(part -> print(batteries, part, depth + 1));
    }
  }

  private void source(BatteryLedger batteries, Asset source, int depth) {
    if (!told.add(source.id())) {
      line(depth, "from " + source.id() + ", see above");
      return;
    }
    line(depth, "from " + BatteryLines.asset(source));
    List<BatteryLedger.Told> events = batteries.history(source.id());
    for (BatteryLedger.Told one : events) {
      LifeEvent event = one.event();
      String when = Instant.ofEpochMilli(event.eventMillis()) + " by " + event.actors();
      if (event.operation() == Operation.INSTALL) {
        line(depth + 1, "into a vehicle " + when);
      } else if (event.operation() == Operation.REMOVE) {
        line(depth + 1, "out of it " + when);
      }
    }
  }

  private void line(int depth, String text) {
    out().println("  ".repeat(depth) + text);
    out().flush();
  }
}
