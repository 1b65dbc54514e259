package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt bilateral terms}. */
@Command(
    name = "terms",
    description = {
      "Write the terms of a bilateral contract and its price to a file that both parties sign.",
      "Whoever has the file knows the price: hand it to the other party and the exchange only."
    },
    mixinStandardHelpOptions = true)
final class BilateralTermsCommand implements Callable<Integer> {
  private static final int SALT_BYTES = 32;

  @Spec private CommandSpec spec;

  @Option(names = "--market", paramLabel = "ID", required = true, description = "The market.")
  private String market;

  @Option(
      names = "--contract",
      paramLabel = "ID",
      required = true,
      description = "The contract's id, used once in the market.")
  private String contractId;

  @Option(names = "--buyer", paramLabel = "ID", required = true, description = "Who takes.")
  private String buyer;

  @Option(names = "--seller", paramLabel = "ID", required = true, description = "Who gives.")
  private String seller;

  @Option(names = "--area", paramLabel = "ID", required = true, description = "Where.")
  private String area;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "Start of the first slot, UTC: 2026-12-01T12:00:00Z.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      description = "End of the last slot, UTC.")
  private Instant to;

  @Option(
      names = "--slot-minutes",
      paramLabel = "N",
      defaultValue = "15",
      description = "Length of the market's slots; ${DEFAULT-VALUE} unless given.")
  private int slotMinutes;

  @Option(
      names = "--energy-wh",
      paramLabel = "WH",
      required = true,
      description = "Energy in each slot.")
  private long energyWh;

  @Option(
      names = "--price",
      paramLabel = "MICRO",
      required = true,
      description = "Price in micro-currency per kWh; may be negative.")
  private long priceMicroPerKwh;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write it; must not exist yet.")
  private Path out;

  @Override
  public Integer call() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    BilateralPrice price = new BilateralPrice(priceMicroPerKwh, Hash.ofBytes(salt));
    BilateralTerms terms =
        new BilateralTerms(
            market,
            contractId,
            buyer,
            seller,
            area,
            from.toEpochMilli(),
            to.toEpochMilli(),
            slotMinutes,
            energyWh,
            price.hash());
    require(terms);
    Options.requireNew("--out", out);
    BilateralFile.of(terms, price).write(out);
    PrintWriter print = spec.commandLine().getOut();
    print.println(out + ": " + terms.slots().size() + " slots, to be signed by both.");
    print.flush();
    return ExitCode.OK;
  }

  private void require(BilateralTerms terms) {
    Map.of("--market", market, "--contract", contractId, "--area", area)
        .forEach((option, text) -> require(Ids.isValid(text), Ids.complaint(option, text)));
    Map.of("--buyer", buyer, "--seller", seller)
        .forEach((option, text) -> require(Ids.isValid(text), Ids.complaint(option, text)));
    require(!buyer.equals(seller), "--buyer and --seller must be two participants");
    require(
        terms.hasSlots(),
        "--from and --to must be borders of slots, 1 to "
            + BilateralTerms.MAX_SLOTS
            + " slots apart");
    require(
        energyWh >= 1 && energyWh <= Amounts.MAX_ORDER_WH,
        "--energy-wh must be 1 to " + Amounts.MAX_ORDER_WH);
    require(
        Amounts.isPrice(priceMicroPerKwh),
        "--price must be within ±" + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
