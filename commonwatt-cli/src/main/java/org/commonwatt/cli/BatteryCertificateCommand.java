package org.commonwatt.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.cli.battery.BatteryCertificate;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commonwatt battery certificate}. */
@Command(
    name = "certificate",
    description = {
      "Print what the ledger knows of a battery into a file, with its whole history and, when",
      "the address of the market's service is given, a QR code of its passport's public page."
    },
    mixinStandardHelpOptions = true)
final class BatteryCertificateCommand extends BatteryLedgerCommand {
  @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
  private String id;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file: a page when its name ends in .html, else PDF.")
  private Path file;

  @Option(
      names = "--service",
      paramLabel = "URL",
      description = "Where the public can reach the service, such as https://market.example.")
  private @Nullable URI service;

  @Override
  public Integer call() {
    return onLedger(
        ledger -> {
          BatteryLedger batteries = new BatteryLedger(ledger.ledger());
          Asset asset = found(batteries, id);
          BatteryCertificate certificate =
              new BatteryCertificate(
                  batteries.family(asset.id()).orElseThrow(),
                  batteries.history(asset.id()),
                  ledger.ledger().label(),
                  address(asset));
          try {
            boolean page = file.toString().endsWith(".html");
            Files.write(file, page ? certificate.html() : certificate.pdf());
          } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + e.getMessage(), e);
          }
          return ExitCode.OK;
        });
  }

  private @Nullable String address(Asset asset) {
    if (service == null || asset.passport() == null) {
      return null;
    }
    if (service.getScheme() == null || service.getHost() == null) {
      throw new UserError("--service must be an address such as https://market.example");
    }
    return service.resolve("/passports/" + asset.passport()).toString();
  }
}
