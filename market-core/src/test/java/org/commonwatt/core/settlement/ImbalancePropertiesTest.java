package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.Posting;

/** What holds of the settlement of any deviations. */
class ImbalancePropertiesTest {
  private static final String[] MEMBERS = {"a", "b", "c", "d", "e"};
  private static final String[] RESPONSIBLE = {"a", "b", "c", "d"};

  @Provide
  Arbitrary<List<Long>> metered() {
    return Arbitraries.longs().between(-2_000, 2_000).list().ofSize(5);
  }

  @Provide
  Arbitrary<ImbalanceRules> rules() {
    Arbitrary<ImbalanceRules> pool =
        Arbitraries.longs()
            .between(1, 2_000)
            .map(least -> ImbalanceCase.pool(least, least % 2 == 0, RESPONSIBLE));
    Arbitrary<ImbalanceRules> band =
        Combinators.combine(
                Arbitraries.integers().between(0, 100_000),
                Arbitraries.integers().between(0, 1_000_000),
                Arbitraries.longs().between(-300_000, 300_000))
            .as((ppm, k, price) -> ImbalanceCase.deadBand(ppm, k, price, RESPONSIBLE));
    return Arbitraries.oneOf(pool, band);
  }

  private static ImbalanceCase slot(ImbalanceRules rules, List<Long> metered, long traded) {
    ImbalanceCase slot = new ImbalanceCase(rules, 100_000, MEMBERS);
    if (traded > 0) {
      slot.trade("a", "b", traded).trade("c", "e", traded / 2 + 1);
    }
    for (int i = 0; i < MEMBERS.length; i++) {
      slot.meter(MEMBERS[i], metered.get(i));
    }
    return slot;
  }

  @Property(tries = 300)
  void everyLineHasItsOtherSideAndAllMoneySumsToZero(
      @ForAll("rules") ImbalanceRules rules,
      @ForAll("metered") List<Long> metered,
      @ForAll @LongRange(min = 0, max = 2_000) long traded) {
    SlotSettled settled = Settlement.settle(slot(rules, metered, traded).input());
    List<BillLine> lines = settled.billLines();
    for (int i = 0; i < lines.size(); i += 2) {
      BillLine line = lines.get(i);
      BillLine other = lines.get(i + 1);
      assertThat(other.participant()).isEqualTo(line.counterparty());
      assertThat(other.counterparty()).isEqualTo(line.participant());
      assertThat(other.amountNano()).isEqualTo(-line.amountNano());
      assertThat(Math.abs(line.amountNano()))
          .isEqualTo(Math.abs(line.energyWh() * line.priceMicroPerKwh()));
      assertThat(line.energyWh()).isPositive();
    }
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
  }

  @Property(tries = 300)
  void aMembersLinesAreItsWholeDeviation(
      @ForAll("rules") ImbalanceRules rules,
      @ForAll("metered") List<Long> metered,
      @ForAll @LongRange(min = 0, max = 2_000) long traded) {
    ImbalanceCase slot = slot(rules, metered, traded);
    Map<String, Long> settledWh = new TreeMap<>();
    for (BillLine line : Settlement.settle(slot.input()).billLines()) {
      if (line.kind().name().endsWith("_SHORT")) {
        settledWh.merge(line.participant(), -line.energyWh(), Long::sum);
      } else if (line.kind().name().endsWith("_LONG")) {
        settledWh.merge(line.participant(), line.energyWh(), Long::sum);
      }
    }
    long bought = traded > 0 ? traded : 0;
    long later = traded > 0 ? traded / 2 + 1 : 0;
    assertThat(settledWh.getOrDefault("a", 0L)).isEqualTo(metered.get(0) + bought);
    assertThat(settledWh.getOrDefault("b", 0L)).isEqualTo(metered.get(1) - bought);
    assertThat(settledWh.getOrDefault("c", 0L)).isEqualTo(metered.get(2) + later);
    assertThat(settledWh).doesNotContainKeys("e", "supplier", "balancer");
  }

  @Property(tries = 300)
  void asMuchIsNettedShortAsLongAndNeverMoreThanEitherSide(
      @ForAll("metered") List<Long> deviations) {
    List<Deviation> all = new ArrayList<>();
    for (int i = 0; i < MEMBERS.length; i++) {
      all.add(new Deviation(MEMBERS[i], 0, deviations.get(i)));
    }
    Map<String, Long> netted = Netting.of(all);
    long shorts = 0;
    long longs = 0;
    long nettedShort = 0;
    long nettedLong = 0;
    for (Deviation one : all) {
      long part = netted.getOrDefault(one.member(), 0L);
      assertThat(part).isBetween(0L, one.sizeWh());
      shorts += one.isShort() ? one.sizeWh() : 0;
      longs += one.isShort() ? 0 : one.sizeWh();
      nettedShort += one.isShort() ? part : 0;
      nettedLong += one.isShort() ? 0 : part;
    }
    assertThat(nettedShort).isEqualTo(nettedLong).isEqualTo(Math.min(shorts, longs));
    for (Deviation one : all) { // pro rata, up to one Wh
      long side = one.isShort() ? shorts : longs;
      if (side > 0) {
        BigInteger exact =
            BigInteger.valueOf(nettedLong)
                .multiply(BigInteger.valueOf(one.sizeWh()))
                .divide(BigInteger.valueOf(side));
        assertThat(netted.getOrDefault(one.member(), 0L) - exact.longValueExact())
            .isBetween(0L, 1L);
      }
    }
  }

  @Property(tries = 300)
  void theOrderOfTradesChangesNoAmount(
      @ForAll("rules") ImbalanceRules rules,
      @ForAll("metered") List<Long> metered,
      @ForAll @LongRange(min = 1, max = 2_000) long traded,
      @ForAll long seed) {
    List<Trade> trades =
        List.of(
            new Trade("a", "b", traded),
            new Trade("c", "e", traded / 2 + 1),
            new Trade("d", "a", traded / 3 + 1),
            new Trade("b", "c", 7));
    List<Trade> shuffled = new ArrayList<>(trades);
    Collections.shuffle(shuffled, new Random(seed));
    ImbalanceCase slot = new ImbalanceCase(rules, 100_000, MEMBERS);
    ImbalanceCase turned = new ImbalanceCase(rules, 100_000, "e", "d", "c", "b", "a");
    trades.forEach(one -> slot.trade(one.buyer(), one.seller(), one.wh()));
    shuffled.forEach(one -> turned.trade(one.buyer(), one.seller(), one.wh()));
    for (int i = 0; i < MEMBERS.length; i++) {
      slot.meter(MEMBERS[i], metered.get(i));
      turned.meter(MEMBERS[i], metered.get(i));
    }
    assertThat(Settlement.settle(turned.input()).batch().postings())
        .isEqualTo(Settlement.settle(slot.input()).batch().postings());
  }

  private record Trade(String buyer, String seller, long wh) {}

  @Property(tries = 500)
  void theEdgeOfTheBandIsWhereTheProductsMeet(
      @ForAll @LongRange(min = -1L << 60, max = 1L << 60) long contracted,
      @ForAll @LongRange(min = -1L << 60, max = 1L << 60) long deviation,
      @ForAll @IntRange(min = 0, max = 1_000_000) int bandPpm) {
    long within = new Deviation("a", contracted, deviation).withinBandWh(bandPpm);
    boolean inside =
        BigInteger.valueOf(deviation)
                .abs()
                .multiply(BigInteger.valueOf(1_000_000))
                .compareTo(
                    BigInteger.valueOf(contracted).abs().multiply(BigInteger.valueOf(bandPpm)))
            <= 0;
    assertThat(within == Math.abs(deviation)).isEqualTo(inside);
    assertThat(within).isBetween(0L, Math.abs(deviation));
  }

  @Property(tries = 300)
  void allRunsTogetherAreASettlementFromWhatHoldsLast(
      @ForAll("rules") ImbalanceRules rules,
      @ForAll("metered") List<Long> first,
      @ForAll("metered") List<Long> then,
      @ForAll @LongRange(min = 0, max = 2_000) long traded) {
    SettlementInput before = slot(rules, first, traded).input();
    ImbalanceCase corrected = slot(rules, then, traded);
    if (rules.pool() != null) {
      corrected.price(1, 333_333, -7);
    }
    SettlementInput after = corrected.input();
    SlotRevised run = Settlement.revise(after, new RunNumber(1, true), before);
    TreeMap<String, Long> sums = new TreeMap<>();
    add(sums, Settlement.settle(before).batch().postings());
    add(sums, run.batch().postings());
    TreeMap<String, Long> fresh = new TreeMap<>();
    add(fresh, Settlement.settle(after).batch().postings());
    sums.values().removeIf(nano -> nano == 0);
    assertThat(sums).isEqualTo(fresh);
  }

  private static void add(TreeMap<String, Long> sums, List<Posting> postings) {
    postings.forEach(one -> sums.merge(one.account(), one.amountNano(), Math::addExact));
  }
}
