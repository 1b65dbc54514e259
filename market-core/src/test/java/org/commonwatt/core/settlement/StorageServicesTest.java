package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.core.settlement.Promise.Ending;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;

/** Whatever was promised and metered, energy and money of storage services sum to zero. */
class StorageServicesTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_767_225_600_000L, 15);
  private static final List<String> PARTIES = List.of("a", "b", "c", "grid-operator");
  private static final Rulebook RULES = rules(700_000);

  static Rulebook rules(int penaltyPpm) {
    return new Rulebooks()
        .members("a", "b", "c")
        .safeguards(
            Safeguards.NONE.withSettlement(
                new SettlementRules(List.of(1), 2).withStorage(new StorageRules(penaltyPpm))))
        .build();
  }

  private static StorageCommitment commitment(Random random, String id, Kind kind) {
    int before = random.nextInt(3);
    int slots = before + 1 + random.nextInt(3);
    List<Long> injection = new ArrayList<>();
    for (int s = 0; s < slots && kind == Kind.FIRM_SCHEDULE; s++) {
      injection.add((long) random.nextInt(2_001) - 1_000);
    }
    return new StorageCommitment(
        id,
        "a",
        kind,
        SLOT.startMillis() - before * SLOT.lengthMillis(),
        SLOT.startMillis() + (slots - before) * SLOT.lengthMillis(),
        kind == Kind.FIRM_SCHEDULE ? 0 : 1 + random.nextInt(1_000),
        kind == Kind.CHARGE_SERVICE || kind == Kind.LEASE ? 500 : 0,
        kind == Kind.RELEASE || kind == Kind.LEASE ? 500 : 0,
        0,
        injection);
  }

  private static List<Promise> promises(Random random) {
    List<Promise> all = new ArrayList<>();
    for (int number = 1 + random.nextInt(2); number < 12; number += 1 + random.nextInt(3)) {
      Kind kind = Kind.values()[random.nextInt(4)];
      Ending ending = random.nextInt(3) == 0 ? Ending.values()[random.nextInt(4)] : Ending.NONE;
      all.add(
          new Promise(
              number,
              random.nextBoolean() ? "u" : "v",
              "a",
              PARTIES.get(random.nextInt(4)),
              List.of((long) random.nextInt(500_000)),
              commitment(random, "c" + number, kind),
              ending,
              SLOT.startMillis() + (random.nextBoolean() ? 0 : SLOT.lengthMillis())));
    }
    return all;
  }

  private static List<UnitDelivery> deliveries(Random random, List<Promise> promises) {
    List<UnitDelivery> all = new ArrayList<>();
    for (String unit : List.of("u", "v")) {
      List<Used> used = new ArrayList<>();
      for (Promise one : promises) {
        StorageCommitment what = one.commitment();
        long most = random.nextBoolean() ? what.dischargeSlotWh() : -what.chargeSlotWh();
        if (one.unit().equals(unit) && most != 0) {
          used.add(new Used(what.id(), random.nextInt(2) == 0 ? most : Long.signum(most)));
        }
      }
      if (random.nextInt(4) != 0) {
        all.add(new UnitDelivery(unit, SLOT, 1, random.nextInt(4_001) - 2_000, used));
      }
    }
    return all;
  }

  private static SettlementInput input(Random random, List<Promise> promises) {
    List<MeteredPosition> positions = new ArrayList<>();
    for (String member : List.of("a", "b", "c")) {
      positions.add(
          new MeteredPosition(
              member, SLOT, 1, random.nextInt(1_000), random.nextInt(1_000), Quality.ACTUAL));
    }
    AuctionCleared nothing =
        new AuctionCleared(
            SLOT,
            List.of(new AreaCleared("village", null, null, null, 0, 0)),
            List.of(),
            BigInteger.ZERO);
    return new SettlementInput(
        RULES,
        nothing,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Services(promises, deliveries(random, promises)),
        positions,
        Hash.ZERO);
  }

  private static Map<String, Long> sums(List<Posting> postings) {
    Map<String, Long> sums = new HashMap<>();
    postings.forEach(one -> sums.merge(one.account(), one.amountNano(), Long::sum));
    return sums;
  }

  @Property(tries = 500)
  void moneySumsToZeroAndRunsAddUpToTheLastFigures(@ForAll long seed) {
    Random random = new Random(seed);
    List<Promise> promises = promises(random);
    SettlementInput first = input(random, promises);
    SettlementInput last = first.with(List.of(), List.of(), deliveries(random, promises));
    List<Posting> initial = Settlement.settle(first).batch().postings();
    List<Posting> revised =
        Settlement.revise(last, new RunNumber(1, true), first).batch().postings();
    assertThat(initial.stream().mapToLong(Posting::amountNano).sum()).isZero();
    assertThat(revised.stream().mapToLong(Posting::amountNano).sum()).isZero();
    Map<String, Long> both = sums(initial);
    sums(revised).forEach((account, nano) -> both.merge(account, nano, Long::sum));
    both.values().removeIf(nano -> nano == 0);
    assertThat(both).isEqualTo(sums(Settlement.settle(last).batch().postings()));
  }

  @Property(tries = 500)
  void everybodysEnergyIsMeteredOrBilled(@ForAll long seed) {
    Random random = new Random(seed);
    SettlementInput input = input(random, promises(random));
    Map<String, Long> left = new HashMap<>();
    input.positions().forEach(one -> left.merge(one.participant(), one.netWh(), Long::sum));
    for (BillLine line : Settlement.settle(input).billLines()) {
      int sign =
          switch (line.kind()) {
            case RESIDUAL_WITHDRAWAL, STORAGE_CHARGE_INCOME, STORAGE_DISCHARGE -> 1;
            case RESIDUAL_INJECTION, STORAGE_CHARGE, STORAGE_DISCHARGE_INCOME -> -1;
            default -> 0;
          };
      left.merge(line.participant(), sign * line.energyWh(), Long::sum);
    }
    left.values().removeIf(energy -> energy == 0);
    assertThat(left).isEmpty();
  }

  @Property(tries = 500)
  void nobodyGetsMoreThanWasPromisedAndWhatIsMissedIsTheRest(@ForAll long seed) {
    Random random = new Random(seed);
    SettlementInput input = input(random, promises(random));
    for (ServiceDelivery one : Settlement.services(input)) {
      boolean measured = one.version() > 0 || one.missedWh() > 0;
      if (one.kind() == Kind.FIRM_SCHEDULE && measured) {
        assertThat(Math.abs(one.deliveredWh()) + one.missedWh())
            .isEqualTo(Math.abs(one.committedWh()));
        assertThat(one.deliveredWh() * one.committedWh()).isNotNegative();
      }
    }
  }

  @Property(tries = 500)
  void theUnitsMeterIsWhatAllGotWhereNothingWasTooMuch(@ForAll long seed) {
    Random random = new Random(seed);
    List<Promise> promises = new ArrayList<>();
    long scheduled = 0;
    long charged = 0;
    for (int number = 1; number < 6; number++) {
      long energy = random.nextInt(1_001) - 500;
      scheduled += energy;
      charged += Math.min(0, energy);
      StorageCommitment what =
          new StorageCommitment(
              "c" + number,
              "b",
              Kind.FIRM_SCHEDULE,
              SLOT.startMillis(),
              SLOT.endMillis(),
              0,
              0,
              0,
              0,
              List.of(energy));
      promises.add(
          new Promise(number, "u", "a", "b", List.of(1L), what, Ending.NONE, Long.MAX_VALUE));
    }
    long metered = scheduled + random.nextInt((int) -charged + 1);
    SettlementInput input =
        new SettlementInput(
            RULES,
            input(random, List.of()).auction(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Services(promises, List.of(new UnitDelivery("u", SLOT, 1, metered, List.of()))),
            List.of(),
            Hash.ZERO);
    assertThat(Settlement.services(input).stream().mapToLong(ServiceDelivery::deliveredWh).sum())
        .as("to the Wh")
        .isEqualTo(metered);
  }
}
