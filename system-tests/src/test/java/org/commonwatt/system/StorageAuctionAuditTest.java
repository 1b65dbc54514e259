package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StoragePrices;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Market and audit agree on auctions of storage services; forged ones are found. */
class StorageAuctionAuditTest {
  private static final long SLOT = 900_000;
  private static final long START = 900_000_000;
  private static final long WINDOW = START + 4 * SLOT;
  private static final List<String> HOMES = List.of("a", "b", "c", "d", "e", "f");

  @Test
  void marketAndAuditAgree() throws IOException {
    int won = 0;
    int linked = 0;
    int flows = 0;
    int rejected = 0;
    int apart = 0;
    for (long seed = 0; seed < 60; seed++) {
      List<Event> events = new ArrayList<>();
      AuditReport report = JudgedMarket.live(commands(new Random(seed)), events);
      assertThat(report.findings()).as("seed " + seed).isEmpty();
      for (Event event : events) {
        if (event instanceof StorageServiceWon service) {
          won++;
          linked += service.commitment().injectionWh().stream().anyMatch(wh -> wh > 0) ? 1 : 0;
          apart += service.paysMicroPerKwh().equals(service.getsMicroPerKwh()) ? 0 : 1;
        } else if (event instanceof StorageAuctionCleared cleared) {
          flows += cleared.flows().size();
          rejected += cleared.paradoxicallyRejected().size();
        }
      }
    }
    assertThat(won).as("services won").isGreaterThan(200);
    assertThat(linked).as("of them linked to a release").isGreaterThan(20);
    assertThat(apart).as("of them between areas of different prices").isGreaterThan(20);
    assertThat(flows).as("flows through the link").isGreaterThan(50);
    assertThat(rejected).as("paradoxically rejected").isPositive();
  }

  @Test
  void aForgedResultIsFound(@TempDir Path folder) {
    assertThat(forged(folder.resolve("honest"), Event.class, event -> event)).isEmpty();
    assertThat(forged(folder.resolve("worth"), StorageAuctionCleared.class, e -> worth(e, 1)))
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("price"),
                StorageAuctionCleared.class,
                e ->
                    new StorageAuctionCleared(
                        e.windowMillis(),
                        true,
                        e.welfareNano(),
                        e.boundNano(),
                        e.prices().stream().map(StorageAuctionAuditTest::dearer).toList(),
                        e.flows(),
                        e.paradoxicallyRejected(),
                        e.leftOut())))
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("pays"),
                StorageServiceWon.class,
                e -> won(e, e.commitment(), e.paysMicroPerKwh().get(0) - 1)))
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("less"),
                StorageServiceWon.class,
                e -> won(e, less(e.commitment()), e.paysMicroPerKwh().get(0))))
        .as("a Wh less than would be best")
        .contains(FindingCode.AUCTION_DIFFERS);
    assertThat(
            forged(
                folder.resolve("owner"),
                StorageServiceWon.class,
                e -> won(e, e.commitment().of("d"), e.paysMicroPerKwh().get(0))))
        .contains(FindingCode.AUCTION_DIFFERS);
  }

  private static StorageAuctionCleared worth(StorageAuctionCleared e, long more) {
    return new StorageAuctionCleared(
        e.windowMillis(),
        true,
        e.welfareNano().add(BigInteger.valueOf(more)),
        e.boundNano().add(BigInteger.valueOf(more)),
        e.prices(),
        e.flows(),
        e.paradoxicallyRejected(),
        e.leftOut());
  }

  private static StoragePrices dearer(StoragePrices prices) {
    return new StoragePrices(
        prices.area(),
        prices.slots().stream()
            .map(
                slot -> {
                  Long highest = slot.highest();
                  return new StoragePrices.Slot(
                      slot.lowest(),
                      highest == null ? null : highest + 2,
                      slot.acceptedWh(),
                      slot.chargedWh());
                })
            .toList());
  }

  private static StorageServiceWon won(StorageServiceWon e, StorageCommitment one, long pays) {
    List<Long> all = new ArrayList<>(e.paysMicroPerKwh());
    all.set(0, pays);
    return new StorageServiceWon(
        e.windowMillis(), e.unit(), e.seller(), e.bid(), one, all, e.getsMicroPerKwh());
  }

  private static StorageCommitment less(StorageCommitment one) {
    List<Long> injection = new ArrayList<>(one.injectionWh());
    injection.set(0, injection.get(0) + 1);
    return one.rest(one.fromMillis(), 0, 0, injection);
  }

  private static <E extends Event> List<FindingCode> forged(
      Path folder, Class<E> type, UnaryOperator<E> change) {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.EPOCH))) {
      RandomMarket market = new RandomMarket(1, ledger);
      market.command(new Command.ActivateRulebook(rulebook()));
      market.command(new Command.Tick(START + SLOT / 3));
      units(2_000).forEach(market::command);
      market.command(new Command.OfferStorage("a", offer("u-a", 10_000, 500, 5_000)));
      market.command(new Command.BidStorage("c", bid("one", "east", 50_000, 300)));
      market.command(new Command.BidStorage("d", bid("two", "east", 30_000, 400)));
      market.command(new Command.Tick(WINDOW - SLOT));
      if (type != Event.class) {
        market.forge(type, change);
      }
      return market.audit(Keyring.NONE).findings().stream()
          .map(Finding::code)
          .filter(code -> !code.isNote())
          .toList();
    }
  }

  private static List<Command> commands(Random random) {
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.ActivateRulebook(rulebook()));
    commands.add(new Command.Tick(START + SLOT / 3));
    commands.addAll(units(500 + random.nextInt(2_000)));
    for (String home : HOMES.subList(0, 2)) {
      if (random.nextBoolean()) {
        commands.add(new Command.CommitStorage(home, "u-" + home, own(random, home)));
      }
      long price = random.nextInt(5) * 10_000L - 10_000;
      commands.add(
          new Command.OfferStorage(
              home,
              offer("u-" + home, price, 100 + random.nextInt(600), 200 + random.nextInt(2_000))));
    }
    for (int i = 4 + random.nextInt(10); i > 0; i--) {
      String home = HOMES.get(2 + random.nextInt(4));
      commands.add(new Command.BidStorage(home, bid(random, "bid-" + i, area(home))));
    }
    commands.add(new Command.WithdrawStorageBid("c", "bid-1", WINDOW));
    commands.add(new Command.Tick(WINDOW - SLOT));
    commands.add(new Command.Tick(WINDOW + SLOT));
    commands.add(
        new Command.ReportStateOfCharge(
            "meters", "u-a", new StorageState(WINDOW + SLOT, 300, 0, List.of(), List.of())));
    return commands;
  }

  private static StorageCommitment own(Random random, String home) {
    long from = WINDOW + SLOT * random.nextInt(4);
    long energy = 1 + random.nextInt(600);
    boolean firm = random.nextBoolean();
    return new StorageCommitment(
        "own",
        home,
        firm ? StorageCommitment.Kind.FIRM_SCHEDULE : StorageCommitment.Kind.CHARGE_SERVICE,
        from,
        from + 2 * SLOT,
        firm ? 0 : energy,
        firm ? 0 : energy,
        0,
        0,
        firm ? List.of(-energy, random.nextBoolean() ? energy / 3 : -5L) : List.of());
  }

  private static StorageBid bid(Random random, String id, String area) {
    List<Long> surplus = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      surplus.add(random.nextInt(3) == 0 ? 0L : random.nextInt(400));
    }
    surplus.set(random.nextInt(4), 1L + random.nextInt(400));
    long sum = surplus.stream().mapToLong(Long::longValue).sum();
    boolean linked = random.nextInt(3) == 0;
    return new StorageBid(
        id,
        area,
        WINDOW,
        random.nextInt(7) * 10_000L,
        surplus,
        linked || random.nextBoolean() ? sum : 1 + sum / 2,
        linked ? WINDOW + SLOT * (4 + random.nextInt(3)) : 0,
        linked ? List.of(1 + sum / 3, sum / 4) : List.of());
  }

  private static StorageOffer offer(String unit, long price, long slotWh, long energyWh) {
    return new StorageOffer(
        unit, WINDOW, Collections.nCopies(4, new StorageOffer.Step(price, slotWh)), energyWh);
  }

  private static StorageBid bid(String id, String area, long limit, long slotWh) {
    return new StorageBid(
        id, area, WINDOW, limit, Collections.nCopies(4, slotWh), 4 * slotWh, 0, List.of());
  }

  private static List<Command> units(long usableWh) {
    List<Command> commands = new ArrayList<>();
    for (String home : HOMES.subList(0, 2)) {
      StorageSpec.Rating rating =
          new StorageSpec.Rating(
              2_400, 2_400, usableWh, 0, 900_000, 850_000, home.equals("a") ? -1 : 700_000);
      commands.add(
          new Command.RegisterStorage(
              "meters", new StorageSpec("u-" + home, home, area(home), rating, 40, "")));
      commands.add(
          new Command.ReportStateOfCharge(
              "meters",
              "u-" + home,
              new StorageState(
                  START - (home.equals("a") ? SLOT : 0), usableWh / 5, 0, List.of(), List.of())));
    }
    return commands;
  }

  private static String area(String home) {
    return List.of("a", "c", "d").contains(home) ? "east" : "west";
  }

  private static Rulebook rulebook() {
    return new Rulebook(
            1,
            Hash.ZERO,
            "m",
            new Areas(
                List.of("east", "west"),
                List.of(new AreaLink("east", "west", -15, 15, 5_000)),
                "grid"),
            "EUR",
            new Rulebook.Timing(15, 0, 45, 15, START),
            -100_000,
            100_000,
            10_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            HOMES.stream()
                .map(home -> new Rulebook.Member(home, area(home), List.of("meter-" + home)))
                .toList(),
            Hash.ZERO)
        .withSafeguards(
            Safeguards.NONE
                .withRegistration(new Registration("registrar", false, "meters", false, "bank", 9))
                .withStorageAuction(
                    new StorageAuctionRules(
                        4,
                        1_440,
                        15,
                        1,
                        40,
                        List.of(new StorageAuctionRules.Share("east", "west", 150, 250)))));
  }
}
