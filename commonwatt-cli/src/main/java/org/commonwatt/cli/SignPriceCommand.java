package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Ids;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.PriceText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt operator sign-price}. */
@Command(
    name = "sign-price",
    description = {
      "Sign the imbalance price of an area in a slot, as its source. No market is asked: who has the",
      "key signs wherever it is. The key is made on first use; its public half, which the community",
      "file names as sourceKey, is told then. docs/formats/imbalance-price.md has the bytes."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: the signature is written; 1: the key cannot be used."})
final class SignPriceCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The source's key; made when there is no such file.")
  private Path key;

  @Option(
      names = "--source",
      paramLabel = "ID",
      required = true,
      description = "The source, by the id that the rulebook has.")
  private String source;

  @Option(names = "--market", paramLabel = "ID", required = true, description = "The market.")
  private String market;

  @Option(names = "--area", paramLabel = "AREA", required = true, description = "The area.")
  private String area;

  @Option(
      names = "--slot-minutes",
      paramLabel = "N",
      defaultValue = "15",
      description = "The length of the slot: 5, 15, 30 or 60 (default: ${DEFAULT-VALUE}).")
  private int slotMinutes;

  @Option(
      names = "--price-version",
      paramLabel = "N",
      required = true,
      description = "From 1, higher than that of the price before.")
  private int version;

  @Option(
      names = "--short",
      paramLabel = "PRICE",
      required = true,
      description = "What who is short pays, in millionths of the currency per kWh.")
  private long shortPrice;

  @Option(
      names = "--long",
      paramLabel = "PRICE",
      description = "What who is long gets; the same as --short when left out.")
  private @Nullable Long longPrice;

  @Parameters(paramLabel = "SLOT", description = "Start of the slot, such as 2022-08-02T19:00:00Z.")
  private Instant slot;

  @Override
  public Integer call() {
    Options.requireRange(spec, "--price-version", version, 1, Integer.MAX_VALUE);
    byte[] text;
    try {
      Ids.require("--source", source);
      Ids.require("--market", market);
      Ids.require("--area", area);
      long longer = longPrice == null ? shortPrice : longPrice;
      DeliverySlot delivery = new DeliverySlot(slot.toEpochMilli(), slotMinutes);
      text =
          PriceText.of(
              source, market, new ImbalancePrice(area, delivery, version, shortPrice, longer));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try {
      SigningKey signer = SigningKey.open(key, "a price's source");
      PrintWriter err = spec.commandLine().getErr();
      err.println("sourceKey: " + Base64.getEncoder().encodeToString(signer.publicKey()));
      err.flush();
      PrintWriter out = spec.commandLine().getOut();
      out.println(HexFormat.of().formatHex(signer.sign(text)));
      out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      return FAILED;
    }
  }
}
