package org.commonwatt.core.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;

class OriginPropertiesTest {
  @Provide
  Arbitrary<SlotEnergy> slots() {
    return RandomSlots.any();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void issuedIsTheNetCleanInjection(@ForAll("slots") SlotEnergy slot) {
    Map<String, Long> expected = new HashMap<>();
    slot.members()
        .forEach(
            (id, member) -> {
              if (member.source() != null && member.netWh() > 0) {
                expected.put(id + member.area() + member.source(), member.netWh());
              }
            });
    Map<String, Long> found = new HashMap<>();
    for (Amount one : OriginRules.of(slot).issued()) {
      found.put(one.account() + one.origin().area() + one.origin().source(), one.wh());
    }
    assertThat(found).isEqualTo(expected);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void nobodyHoldsLessThanNothingAndWhatIsIssuedOrReleasedIsRetiredStoredOrLeft(
      @ForAll("slots") SlotEnergy slot) {
    OriginEntries entries = OriginRules.of(slot);
    Map<String, Long> held = holdings(entries);
    assertThat(held.values()).allMatch(wh -> wh >= 0);
    long residual = held.values().stream().mapToLong(Long::longValue).sum();
    assertThat(entries.retiredWh() + sum(entries.storage().stored()) + residual)
        .isEqualTo(entries.issuedWh() + sum(entries.storage().released()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void noTradeCarriesMoreThanItsEnergyNorAnythingOfAnotherParty(@ForAll("slots") SlotEnergy slot) {
    Map<Long, Long> carried = new HashMap<>();
    Map<Long, Traded> trades = new HashMap<>();
    slot.trades().forEach(trade -> trades.put(trade.tradeId(), trade));
    for (Move move : OriginRules.of(slot).moved()) {
      Traded trade = Objects.requireNonNull(trades.get(move.tradeId()));
      assertThat(move.from()).isEqualTo(trade.seller());
      assertThat(move.to()).isEqualTo(trade.buyer());
      carried.merge(move.tradeId(), move.wh(), Long::sum);
    }
    carried.forEach(
        (id, wh) ->
            assertThat(wh).isBetween(1L, Objects.requireNonNull(trades.get(id)).energyWh()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void retiredAndUnguaranteedTogetherAreWhatAnAreaWithdrewStoragesAside(
      @ForAll("slots") SlotEnergy slot) {
    Map<String, Long> withdrawn = new HashMap<>();
    slot.members()
        .values()
        .forEach(
            one ->
                withdrawn.merge(
                    one.area(), one.released() == null ? Math.max(0, -one.netWh()) : 0, Long::sum));
    OriginEntries entries = OriginRules.of(slot);
    Map<String, Long> found = new HashMap<>();
    for (Unguaranteed one : entries.unguaranteed()) {
      found.merge(one.area(), one.wh(), Long::sum);
    }
    for (Amount one : entries.retired()) {
      Metered member = Objects.requireNonNull(slot.members().get(one.account()));
      found.merge(member.area(), one.wh(), Long::sum);
    }
    withdrawn.values().removeIf(wh -> wh == 0);
    assertThat(found).isEqualTo(withdrawn);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theOrderOfTheInputChangesNothing(@ForAll("slots") SlotEnergy slot, @ForAll int seed) {
    ArrayList<Traded> trades = new ArrayList<>(slot.trades());
    Collections.shuffle(trades, new Random(seed));
    SlotEnergy other = new SlotEnergy(new HashMap<>(slot.members()), trades);
    assertThat(OriginRules.of(other)).isEqualTo(OriginRules.of(slot));
    assertThat(OriginRules.of(slot).isOrdered()).isTrue();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void runsSumToAFreshComputation(
      @ForAll("slots") SlotEnergy first,
      @ForAll("slots") SlotEnergy second,
      @ForAll("slots") SlotEnergy last) {
    OriginEntries initial = OriginRules.of(first);
    OriginEntries revised = OriginRules.of(second).minus(initial);
    OriginEntries known = initial.plus(revised);
    assertThat(known.plus(OriginRules.of(last).minus(known))).isEqualTo(OriginRules.of(last));
  }

  private static Map<String, Long> holdings(OriginEntries entries) {
    Map<String, Long> held = new HashMap<>();
    for (Amount one : both(entries.issued(), entries.storage().released())) {
      held.merge(key(one.account(), one.origin()), one.wh(), Long::sum);
    }
    for (Move one : entries.moved()) {
      held.merge(key(one.from(), one.origin()), -one.wh(), Long::sum);
      held.merge(key(one.to(), one.origin()), one.wh(), Long::sum);
    }
    for (Amount one : both(entries.retired(), entries.storage().stored())) {
      held.merge(key(one.account(), one.origin()), -one.wh(), Long::sum);
    }
    return held;
  }

  private static List<Amount> both(List<Amount> one, List<Amount> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private static long sum(List<Amount> amounts) {
    return amounts.stream().mapToLong(Amount::wh).sum();
  }

  private static String key(String account, Origin origin) {
    return account + " " + origin.area() + " " + origin.source();
  }
}
