package org.commonwatt.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.cli.battery.BatteryLines;
import org.commonwatt.ledger.BatteryLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code commonwatt battery timeline}. */
@Command(
    name = "timeline",
    description = {
      "Show in the order of time what happened to a battery, to what it was got from, and to what",
      "it is a part of."
    },
    mixinStandardHelpOptions = true)
final class BatteryTimelineCommand extends BatteryLedgerCommand {
  @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
  private String id;

  @Override
  public Integer call() {
    return with(
        batteries -> {
          List<LifeEvent> events = new ArrayList<>();
          for (String one : line(batteries, found(batteries, id))) {
            batteries.history(one).forEach(told -> events.add(told.event()));
          }
          events.sort(
              Comparator.comparingLong(LifeEvent::eventMillis)
                  .thenComparing(LifeEvent::asset)
                  .thenComparingLong(LifeEvent::sequence));
          events.forEach(event -> out().println(event.asset() + " " + BatteryLines.event(event)));
          out().flush();
          return ExitCode.OK;
        });
  }

  private static Set<String> line(BatteryLedger batteries, Asset asset) {
    Set<String> ids = new LinkedHashSet<>(asset.sources());
    Asset at = asset;
    ids.add(at.id());
    while (at.parent() != null) {
      at = batteries.asset(at.parent()).orElseThrow();
      ids.add(at.id());
    }
    return ids;
  }
}
