package org.commonwatt.cli;

import java.nio.file.Path;
import java.util.List;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.cli.battery.MeteredDays;
import org.commonwatt.cli.battery.StatementSigner;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code commonwatt battery throughput}. */
@Command(
    name = "throughput",
    description = {
      "State what the market's meters measured of a storage, a window for each day (UTC).",
      "A day that the ledger has is passed over; one with other figures gets its next revision.",
      "Exit code 1: the contract refused a day."
    },
    mixinStandardHelpOptions = true)
final class BatteryThroughputCommand extends BatteryLedgerCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The storage's id, or a code on it.")
  private String id;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The market's answer to GET /v1/accounts/PARTICIPANT/usage, all of it.")
  private Path file;

  @Mixin private final SignerOptions signing = new SignerOptions();

  @Override
  public Integer call() {
    List<StatementSigner> signers = signing.signers();
    if (signers.isEmpty()) {
      throw new UserError("nobody signs: say --as and --key");
    }
    MeteredDays metered = metered();
    return with(
        batteries -> {
          String battery = found(batteries, id).id();
          int refused = 0;
          for (String day : metered.ids()) {
            refused += state(batteries, battery, metered, day, signers) ? 0 : 1;
          }
          return refused == 0 ? ExitCode.OK : 1;
        });
  }

  private MeteredDays metered() {
    try {
      return MeteredDays.of(document(file));
    } catch (IllegalArgumentException e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
  }

  /** States a day, unless the ledger has it; returns whether it is there now. */
  private boolean state(
      BatteryLedger batteries,
      String battery,
      MeteredDays metered,
      String day,
      List<StatementSigner> signers) {
    long events = batteries.asset(battery).map(Asset::sequence).orElse(0L);
    Statement statement = metered.statement(battery, batteries.history(battery), day, events + 1);
    if (statement == null) {
      out().println(day + ": known");
      out().flush();
      return true;
    }
    SignedStatement signed = new SignedStatement(statement, List.of());
    for (StatementSigner signer : signers) {
      signed = signer.sign(signed);
    }
    SubmitOutcome outcome = batteries.submit(signed);
    out().print(day + ": ");
    return told(outcome) == ExitCode.OK;
  }
}
