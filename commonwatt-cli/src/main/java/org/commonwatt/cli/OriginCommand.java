package org.commonwatt.cli;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.ledger.OriginLedger.SlotGuarantees;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt origin}: guarantees of origin on the ledger of a data folder. */
@Command(
    name = "origin",
    description = {
      "Look at guarantees of origin on the ledger: who has which source, what was issued, bought",
      "and retired, and what is left of it. The folder must not be in use."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(sources | show | mix)")
final class OriginCommand implements Runnable {
  private static final String DAY =
      "Day in UTC, such as 2022-08-02; without it that of the newest slot that has guarantees.";

  private static final int LAST_YEAR = 4000; // the ledger counts days with six digits

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say sources, show or mix");
  }

  /** Shows the declarations. */
  @Command(
      name = "sources",
      description = "Show what injections are declared to be made of, and from when on.",
      mixinStandardHelpOptions = true)
  int sources(@Mixin MarketFolder folder) {
    return look(
        folder,
        (market, origin, out) -> {
          for (SourceDeclaration one : origin.sources(market)) {
            out.println(
                "%-20s %-16s %-10s from %s"
                    .formatted(
                        one.account(),
                        one.area(),
                        what(one),
                        Instant.ofEpochMilli(one.fromMillis())));
          }
        });
  }

  private static String what(SourceDeclaration declaration) {
    EnergySource source = declaration.source();
    OriginStorage storage = declaration.storage();
    if (storage != null) {
      return "storage of %,d Wh, round trip %d ppm,"
          .formatted(storage.capacityWh(), storage.roundTripPpm());
    }
    return source == null ? "none" : source.id();
  }

  /** Shows the guarantees of a day by slot. */
  @Command(
      name = "show",
      description = {
        "Show the guarantees of a day by slot, in Wh: issued, bought, sold, retired, and of storages",
        "stored, released and lost, of one account or of all."
      },
      mixinStandardHelpOptions = true)
  int show(
      @Mixin MarketFolder folder,
      @Option(names = "--day", paramLabel = "DATE", description = DAY) @Nullable String day,
      @Option(names = "--account", paramLabel = "ID", description = "Whose; all without it.")
          @Nullable String account) {
    return look(
        folder,
        (market, origin, out) -> {
          out.println(
              "slot                   issued   bought     sold  retired   stored released     lost");
          for (SlotGuarantees slot : slots(market, origin, day)) {
            OriginEntries.Stored storage = slot.entries().storage();
            out.println(
                "%s %8d %8d %8d %8d %8d %8d %8d"
                    .formatted(
                        Instant.ofEpochMilli(slot.slot().startMillis()),
                        amount(slot.entries().issued(), account),
                        moved(slot, account, true),
                        moved(slot, account, false),
                        amount(slot.entries().retired(), account),
                        amount(storage.stored(), account),
                        amount(storage.released(), account),
                        amount(storage.lost(), account)));
          }
        });
  }

  /** Shows the residual mix of a day by area. */
  @Command(
      name = "mix",
      description = "Show the residual mix of a day by area, in Wh.",
      mixinStandardHelpOptions = true)
  int mix(
      @Mixin MarketFolder folder,
      @Option(names = "--day", paramLabel = "DATE", description = DAY) @Nullable String day) {
    return look(
        folder,
        (market, origin, out) -> {
          Map<String, Long> bare = new TreeMap<>();
          Map<Origin, Long> left = new TreeMap<>();
          for (SlotGuarantees slot : slots(market, origin, day)) {
            for (Unguaranteed one : slot.entries().unguaranteed()) {
              bare.merge(one.area(), one.wh(), Math::addExact);
            }
            for (Residual one : slot.residual()) {
              left.merge(one.origin(), one.wh(), Math::addExact);
              bare.putIfAbsent(one.origin().area(), 0L);
            }
          }
          bare.forEach(
              (area, wh) -> {
                out.println("%s: %d Wh were used without a guarantee".formatted(area, wh));
                left.forEach(
                    (one, residual) -> {
                      if (one.area().equals(area)) {
                        out.println("  %-12s %8d Wh left".formatted(one.source().id(), residual));
                      }
                    });
              });
        });
  }

  private static long amount(List<Amount> all, @Nullable String account) {
    return all.stream()
        .filter(one -> account == null || one.account().equals(account))
        .mapToLong(Amount::wh)
        .reduce(0, Math::addExact);
  }

  /** What an account bought or sold; of all: what members, not links, did. */
  private static long moved(SlotGuarantees slot, @Nullable String account, boolean bought) {
    long sum = 0;
    for (Move one : slot.entries().moved()) {
      String party = bought ? one.to() : one.from();
      boolean counts = account == null ? party.indexOf('>') < 0 : party.equals(account);
      sum = counts ? Math.addExact(sum, one.wh()) : sum;
    }
    return sum;
  }

  private List<SlotGuarantees> slots(String market, OriginLedger origin, @Nullable String day) {
    Optional<OriginLedger.Head> head = origin.head(market);
    if (day == null) {
      return head.map(last -> origin.day(market, last.slotEndMillis() - 1)).orElse(List.of());
    }
    return origin.day(market, startMillis(day));
  }

  private long startMillis(String day) {
    LocalDate date;
    try {
      date = LocalDate.parse(day);
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--day must be a date such as 2022-08-02, not " + day, e);
    }
    if (date.isBefore(LocalDate.EPOCH) || date.getYear() > LAST_YEAR) {
      throw new ParameterException(
          spec.commandLine(), "--day must be within 1970 to " + LAST_YEAR + ", not " + day);
    }
    return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** What is shown. */
  private interface Look {
    void at(String market, OriginLedger origin, PrintWriter out);
  }

  private int look(MarketFolder folder, Look look) {
    PrintWriter out = spec.commandLine().getOut();
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        look.at(StoredMarket.market(data), new OriginLedger(ledger.ledger()), out);
      } catch (LedgerException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}
