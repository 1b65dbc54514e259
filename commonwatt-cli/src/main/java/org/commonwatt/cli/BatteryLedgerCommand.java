package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.cli.battery.BatteryLines;
import org.commonwatt.cli.battery.PassportDocument;
import org.commonwatt.cli.battery.PassportFacts;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Ids;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands of {@code commonwatt battery} share that work on a folder's ledger. */
abstract class BatteryLedgerCommand implements Callable<Integer> {
  private static final String REGULATOR = "RegulatorMSP";

  @Spec private CommandSpec spec;
  @Mixin private final MarketFolder folder = new MarketFolder();

  /** {@code commonwatt battery register-organisation}. */
  @Command(
      name = "register-organisation",
      description = {
        "Say on the ledger which key an organisation signs with, and its roles.",
        "Says all of its roles: one that is left out is taken back.",
        "Who regulates or acts for another is said, and taken back, as the regulator's client."
      },
      mixinStandardHelpOptions = true)
  static final class RegisterOrganisation extends BatteryLedgerCommand {
    @Option(names = "--org", paramLabel = "ID", required = true, description = "Whose key.")
    private String org;

    @Option(
        names = "--key",
        paramLabel = "HEX",
        required = true,
        description = "Its public half, as `battery sign` prints it.")
    private String key;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "${COMPLETION-CANDIDATES}; may be repeated.")
    private List<Role> roles = List.of();

    @Option(
        names = "--acts-for",
        paramLabel = "ID",
        description = "An owner that is insolvent and that it signs for; may be repeated.")
    private List<String> actsFor = List.of();

    @Override
    public Integer call() {
      List<Role> sorted = roles.stream().distinct().sorted().toList();
      Organisation organisation = new Organisation(org, key, sorted, actsFor);
      return onLedger(
          ledger -> {
            BatteryLedger batteries = new BatteryLedger(ledger.ledger());
            boolean special =
                isSpecial(organisation)
                    || batteries.organisation(org).filter(one -> isSpecial(one)).isPresent();
            return told(
                special
                    ? ledger.submitAs(REGULATOR, BatteryLedger.registrationOf(organisation))
                    : batteries.register(organisation));
          });
    }

    /** The regulator alone says so of somebody, and takes it back. */
    private static boolean isSpecial(Organisation organisation) {
      return organisation.roles().contains(Role.REGULATOR) || !organisation.actsFor().isEmpty();
    }
  }

  /** {@code commonwatt battery submit}. */
  @Command(
      name = "submit",
      description = "Hand in a statement that its organisations have signed, once.",
      mixinStandardHelpOptions = true)
  static final class Submit extends BatteryLedgerCommand {
    @Parameters(paramLabel = "FILE", description = "The statement, signed by all that must.")
    private Path file;

    @Override
    public Integer call() {
      SignedStatement signed = BatterySignCommand.read(file);
      return with(batteries -> told(batteries.submit(signed)));
    }
  }

  /** {@code commonwatt battery show}. */
  @Command(
      name = "show",
      description = "Show a battery with its parts and what they come from.",
      mixinStandardHelpOptions = true)
  static final class Show extends BatteryLedgerCommand {
    @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
    private String id;

    @Override
    public Integer call() {
      return with(
          batteries -> {
            Asset asset = found(batteries, id);
            print(batteries, asset, 0);
            return ExitCode.OK;
          });
    }

    private void print(BatteryLedger batteries, Asset asset, int depth) {
      out().println("  ".repeat(depth) + BatteryLines.asset(asset));
      out().flush();
      if (!asset.parts().isEmpty()) {
        batteries
            .family(asset.id())
            .orElseThrow()
            .parts()
            .forEach(part -> print(batteries, part, depth + 1));
      }
    }
  }

  /** {@code commonwatt battery history}. */
  @Command(
      name = "history",
      description = "Show what happened to a battery, and who has signed it.",
      mixinStandardHelpOptions = true)
  static final class History extends BatteryLedgerCommand {
    @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
    private String id;

    @Override
    public Integer call() {
      return with(
          batteries -> {
            for (BatteryLedger.Told told : batteries.history(found(batteries, id).id())) {
              out().println(BatteryLines.event(told.event()));
            }
            out().flush();
            return ExitCode.OK;
          });
    }
  }

  /** {@code commonwatt battery passport}. */
  @Command(
      name = "passport",
      description = {
        "Write a battery's passport as JSON of Catena-X's BatteryPass 6.1.0.",
        "What the ledger does not know comes from a document of its maker."
      },
      mixinStandardHelpOptions = true)
  static final class Export extends BatteryLedgerCommand {
    @Parameters(paramLabel = "ID", description = "The battery's id, or a code that is on it.")
    private String id;

    @Option(
        names = "--maker",
        paramLabel = "FILE",
        required = true,
        description = "The maker's document: a whole BatteryPass.")
    private Path maker;

    @Override
    public Integer call() {
      ObjectNode document = document(maker);
      return with(
          batteries -> {
            Asset asset = found(batteries, id);
            Passport passport =
                batteries
                    .passport(String.valueOf(asset.passport()))
                    .orElseThrow(() -> new UserError(asset.id() + " has no passport"));
            try {
              Operation first = batteries.history(asset.id()).get(0).event().operation();
              PassportFacts facts = PassportFacts.of(asset, passport, first);
              out()
                  .println(PassportDocument.write(document, facts, Instant.now()).toPrettyString());
            } catch (IllegalArgumentException e) {
              throw new UserError(String.valueOf(e.getMessage()), e);
            }
            out().flush();
            return ExitCode.OK;
          });
    }
  }

  /** A JSON object from a file. */
  static ObjectNode document(Path file) {
    try {
      JsonNode node = new ObjectMapper().readTree(Files.readString(file));
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new UserError(file + " is no JSON object");
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The battery of this id, or with this code on it. */
  static Asset found(BatteryLedger batteries, String id) {
    Optional<Asset> known = Ids.isValid(id) ? batteries.asset(id) : Optional.empty();
    return known
        .or(() -> withCode(batteries, id))
        .orElseThrow(() -> new UserError("there is no battery " + id));
  }

  private static Optional<Asset> withCode(BatteryLedger batteries, String code) {
    return BatteryCodes.builtIn().decode(code).valid()
        ? batteries.withCode(code)
        : Optional.empty();
  }

  /** Works on the ledger of the folder's market. */
  final int with(Function<BatteryLedger, Integer> work) {
    return onLedger(ledger -> work.apply(new BatteryLedger(ledger.ledger())));
  }

  final int onLedger(Function<LaptopLedger, Integer> work) {
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        return work.apply(ledger);
      } catch (LedgerException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Tells what became of a call: 0 when it stands on the ledger, 1 when it does not. */
  final int told(SubmitOutcome outcome) {
    boolean done = outcome instanceof SubmitOutcome.Committed;
    if (outcome instanceof SubmitOutcome.Committed committed) {
      out()
          .println(
              "In block %d, transaction %s."
                  .formatted(committed.blockNumber(), committed.transactionId()));
    } else {
      out()
          .println(
              "Not done: "
                  + (outcome instanceof SubmitOutcome.Rejected rejected
                      ? rejected.rejection().code() + ": " + rejected.rejection().message()
                      : outcome));
    }
    out().flush();
    return done ? ExitCode.OK : 1;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
