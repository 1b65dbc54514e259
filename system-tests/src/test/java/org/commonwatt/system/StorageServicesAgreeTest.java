package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LeasePlan;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.testkit.ledger.PartyKey;

/** Core and auditor settle storage services alike, whatever was agreed on, lost and metered. */
class StorageServicesAgreeTest {
  private static final long START = 1_659_423_600_000L;
  private static final long MINUTE = 60_000;
  private static final long QUARTER = 15 * MINUTE;
  private static final int SLOTS = 6;
  private static final List<String> MEMBERS = List.of("ann", "bob", "cat");

  private static final Set<Class<?>> SEEN = new HashSet<>();

  private final List<Event.StorageCommitted> standing = new ArrayList<>();
  private int named;
  private String called = "call-0";

  private Rulebook rulebook(Random random) {
    Fallbacks fallbacks = new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10);
    Registration registration = new Registration("registrar", true, "meters", false, "bank", 5);
    StorageRules storage = new StorageRules(random.nextInt(3) * 450_000);
    Safeguards safe =
        new Safeguards(null, fallbacks)
            .withRegistration(registration)
            .withSettlement(new SettlementRules(List.of(1), 2).withStorage(storage));
    ImbalanceRules imbalance =
        new ImbalanceRules(
            List.of("ann", "bob"),
            "balancer",
            1,
            new ImbalanceRules.Pool(0),
            null,
            new ImbalanceRules.Prices(
                "desk",
                true,
                -200_000,
                500_000,
                new ImbalanceRules.Fallback(false, 400_000, 50_000)));
    return new Rulebook(
            1,
            Hash.of(new byte[] {1}),
            RandomCommands.MARKET,
            new Areas(List.of("east"), List.of(), "grid"),
            "EUR",
            new Rulebook.Timing(15, 120, 30, 15, START),
            0,
            1_000_000,
            10_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 400_000, 80_000)),
            MEMBERS.stream()
                .map(one -> new Rulebook.Member(one, "east", List.of("meter-" + one)))
                .toList(),
            Hash.of(new byte[] {2}))
        .withSafeguards(random.nextBoolean() ? safe : safe.withImbalance(imbalance));
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void theAuditPassesWhateverServicesThereWere(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    standing.clear();
    called = "call-0";
    Path folder = Files.createTempDirectory("storage-market");
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, clock)) {
      RandomMarket market = new RandomMarket(seed, ledger, false);
      market.command(new Command.ActivateRulebook(rulebook(random)));
      market.command(new Command.Tick(START + MINUTE));
      open(market, random);
      for (int slot = 0; slot < SLOTS; slot++) {
        for (int i = random.nextInt(4); i >= 0; i--) {
          act(market, random, slot);
          look(market);
        }
        market.command(new Command.Tick(START + (slot + 1) * QUARTER + MINUTE));
        meter(market, random, slot);
      }
      for (int hour = 1; hour < 5; hour++) {
        for (int slot = 0; slot < SLOTS; slot++) {
          if (random.nextBoolean()) {
            deliver(market, random, slot, 1 + hour);
          }
        }
        market.command(new Command.Tick(START + SLOTS * QUARTER + hour * 60 * MINUTE));
      }
      assertThat(market.audit(Keyring.NONE).findings()).isEmpty();
      assertThat(market.count(Event.SlotSettled.class)).isEqualTo(SLOTS);
      SEEN.addAll(market.seen());
      assertThat(market.count(Event.ServiceSettled.class)).isPositive();
    }
  }

  @AfterContainer
  static void whatOnlyStorageSaysWasSaid() {
    assertThat(SEEN)
        .containsAll(
            List.of(
                Event.CallTakenBack.class,
                Event.LeasePlanned.class,
                Event.LeasePlanCut.class,
                Event.LeaseRejected.class));
  }

  private void open(RandomMarket market, Random random) {
    StorageSpec.Rating rating =
        new StorageSpec.Rating(4_000, 4_000, 2_000, 0, 800_000, 900_000, -1);
    for (String unit : List.of("a", "b")) {
      String owner = unit.equals("a") ? "ann" : "bob";
      market.command(
          new Command.RegisterStorage(
              "meters", new StorageSpec(unit, owner, "east", rating, 96, "")));
      state(market, unit, START, 1_200);
    }
    for (String member : MEMBERS) {
      market.command(new Command.RegisterSigningKey(member, key(member).publicKey()));
    }
    for (Kind kind : Kind.values()) { // so that there is something, mostly
      agree(market, "a", commitment(random, kind, 1, "cat"), random.nextInt(300_000));
    }
    look(market);
  }

  private void state(RandomMarket market, String unit, long at, long storedWh) {
    List<StorageState.Left> left = new ArrayList<>();
    for (Event.StorageCommitted one : standing) {
      StorageCommitment what = one.commitment();
      boolean begun = what.fromMillis() < at && at < what.toMillis();
      if (one.unit().equals(unit) && begun && what.kind() != Kind.FIRM_SCHEDULE) {
        left.add(new StorageState.Left(what.id(), what.energyWh() / 2));
      }
    }
    List<StorageState.Lot> lots =
        List.of(
            new StorageState.Lot("ann", storedWh / 3),
            new StorageState.Lot("bob", storedWh / 4),
            new StorageState.Lot("cat", storedWh / 3));
    market.command(
        new Command.ReportStateOfCharge(
            "meters", unit, new StorageState(at, storedWh, 0, lots, left)));
  }

  private void act(RandomMarket market, Random random, int slot) {
    String unit = random.nextBoolean() ? "a" : "b";
    String owner = unit.equals("a") ? "ann" : "bob";
    Kind kind = Kind.values()[random.nextInt(4)];
    switch (random.nextInt(9)) {
      case 0 -> {
        String id = "call-" + ++named;
        called = id;
        long from = START + (slot + 1) * QUARTER;
        long energy = random.nextInt(2_001) - 1_400;
        market.command(
            new Command.CallStorage(
                "operator",
                new DispatchCall(
                    id, "east", from, from + 2 * QUARTER, energy, 250_000, 10, "sun")));
        market.command(new Command.AnswerCall("ann", id, "a", true, ""));
        market.command(new Command.AnswerCall("bob", id, "b", true, ""));
        if (random.nextInt(4) == 0) {
          market.command(new Command.CancelCall("operator", id, "clouds"));
        }
      }
      case 1 ->
          market.command(
              new Command.CommitStorage(owner, unit, commitment(random, kind, slot + 1, owner)));
      case 2 -> {
        market.command(
            new Command.ReportOutage(
                owner,
                unit,
                START + (slot + random.nextInt(2)) * QUARTER,
                START + (slot + 3) * QUARTER,
                random.nextInt(2) * 300_000));
        market.command(new Command.AnswerCall("ann", called, "a", true, "")); // for what is lost
        market.command(new Command.AnswerCall("bob", called, "b", true, ""));
      }
      case 3 -> state(market, unit, START + slot * QUARTER, random.nextInt(2_400));
      case 4 ->
          standing.stream()
              .filter(one -> one.unit().equals(unit) && one.commitment().owner().equals(owner))
              .findFirst()
              .ifPresent(
                  one ->
                      market.command(
                          new Command.WithdrawCommitment(owner, unit, one.commitment().id())));
      case 5 ->
          standing.stream()
              .filter(one -> one.commitment().kind() == Kind.LEASE)
              .forEach(one -> plan(market, random, one, START + (slot + 1) * QUARTER));
      default ->
          agree(
              market,
              unit,
              commitment(random, kind, slot + 1, random.nextBoolean() ? "cat" : other(owner)),
              random.nextInt(300_000));
    }
  }

  /** Mostly what the lease can be used for, and then its unit fails. */
  private static void plan(
      RandomMarket market, Random random, Event.StorageCommitted lease, long from) {
    List<Long> energies = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      energies.add((long) random.nextInt(60) - 40);
    }
    String lessee = random.nextInt(9) == 0 ? "ann" : lease.commitment().owner();
    market.command(
        new Command.PlanLease(
            lessee, lease.unit(), lease.commitment().id(), new LeasePlan(from, energies)));
    if (random.nextInt(3) != 0) {
      String owner = lease.unit().equals("a") ? "ann" : "bob";
      market.command(new Command.ReportOutage(owner, lease.unit(), from, from + 2 * QUARTER, 0));
    }
  }

  private static String other(String owner) {
    return owner.equals("ann") ? "bob" : "ann";
  }

  private StorageCommitment commitment(Random random, Kind kind, int first, String customer) {
    int slots = 1 + random.nextInt(3);
    List<Long> injection = new ArrayList<>();
    for (int s = 0; s < slots && kind == Kind.FIRM_SCHEDULE; s++) {
      injection.add((long) random.nextInt(401) - 250);
    }
    long from = START + first * QUARTER;
    return new StorageCommitment(
        "c-" + ++named,
        customer,
        kind,
        from,
        from + slots * QUARTER,
        kind == Kind.FIRM_SCHEDULE ? 0 : 20 + random.nextInt(100),
        kind == Kind.CHARGE_SERVICE || kind == Kind.LEASE ? 1 + random.nextInt(60) : 0,
        kind == Kind.RELEASE || kind == Kind.LEASE ? 1 + random.nextInt(60) : 0,
        0,
        injection);
  }

  private void agree(RandomMarket market, String unit, StorageCommitment one, long price) {
    String owner = unit.equals("a") ? "ann" : "bob";
    ServiceTerms terms =
        new ServiceTerms(RandomCommands.MARKET, "n-" + one.id(), unit, owner, price, one);
    market.command(
        new Command.ProposeService(
            owner,
            new ServiceProposal(
                terms, START + 24 * 60 * MINUTE, key(owner).sign(terms.signedBytes()))));
    market.command(
        new Command.AcceptService(
            one.owner(),
            terms.negotiation(),
            1,
            terms.hash(),
            key(one.owner()).sign(terms.signedBytes())));
  }

  /** What is committed, lost ones, too: a report of those is refused, which is told alike. */
  private void look(RandomMarket market) {
    standing.clear();
    market.forge(
        Event.class,
        event -> {
          if (event instanceof Event.StorageCommitted committed) {
            standing.add(committed);
          } else if (event instanceof Event.CommitmentLost lost) {
            standing.removeIf(one -> one.commitment().id().equals(lost.commitment()));
          } else if (event instanceof Event.CommitmentWithdrawn gone) {
            standing.removeIf(one -> one.commitment().id().equals(gone.commitment()));
          }
          return event;
        });
  }

  private void meter(RandomMarket market, Random random, int slot) {
    if (random.nextInt(3) != 0) {
      deliver(market, random, slot, 1);
    }
    for (String member : MEMBERS) {
      market.command(
          new Command.ReportPosition(
              new MeteredPosition(
                  member,
                  new DeliverySlot(START + slot * QUARTER, 15),
                  1,
                  random.nextInt(900),
                  random.nextInt(900),
                  Quality.ACTUAL)));
    }
  }

  private void deliver(RandomMarket market, Random random, int slot, int version) {
    RandomDeliveries deliveries = new RandomDeliveries(random.nextLong(), 15);
    standing.forEach(deliveries::see);
    for (String unit : List.of("a", "b")) {
      market.command(deliveries.of(unit, new DeliverySlot(START + slot * QUARTER, 15), version));
    }
  }

  private static PartyKey key(String member) {
    return new PartyKey(member.hashCode());
  }
}
