package org.commonwatt.cli;

import java.time.LocalDate;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.recall.Recall;
import org.commonwatt.ledger.BatteryRecall;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code commonwatt battery recall-preview}. */
@Command(
    name = "recall-preview",
    description = {
      "Show which batteries a recall would hit, also through what they were got from, and which",
      "units a hold would reach. Holds nothing."
    },
    mixinStandardHelpOptions = true)
final class BatteryRecallCommand extends BatteryLedgerCommand {
  @Option(names = "--maker", paramLabel = "ORG", required = true, description = "Who made them.")
  private String maker;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only ${COMPLETION-CANDIDATES}; all kinds without it.")
  private @Nullable AssetKind kind;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      required = true,
      description = "First day of making.")
  private LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", required = true, description = "Last day of making.")
  private LocalDate to;

  @Override
  public Integer call() {
    if (to.isBefore(from)) {
      throw new UserError("--to must not be before --from");
    }
    Recall recall = new Recall(maker, kind, from, to);
    return with(
        batteries -> {
          BatteryRecall search = new BatteryRecall(batteries);
          long hits = 0;
          @Nullable String after = "";
          while (after != null) {
            BatteryRecall.Page page = search.preview(recall, after);
            page.hits().forEach(this::print);
            hits += page.hits().size();
            after = page.next();
          }
          out().println(hits + (hits == 1 ? " battery." : " batteries."));
          out().flush();
          return ExitCode.OK;
        });
  }

  private void print(BatteryRecall.Hit hit) {
    boolean alone = hit.unit().id().equals(hit.asset().id());
    out()
        .println(
            hit.asset().id()
                + " "
                + hit.asset().kind()
                + " "
                + hit.asset().state()
                + " owned by "
                + hit.unit().ownerOrg()
                + (hit.meant().equals(hit.asset().id()) ? "" : ", got from " + hit.meant())
                + (alone ? "" : ", in " + hit.unit().id() + " " + hit.unit().state())
                + " ("
                + hit.reason()
                + ")");
  }
}
