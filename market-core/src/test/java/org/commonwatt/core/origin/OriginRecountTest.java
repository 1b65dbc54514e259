package org.commonwatt.core.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.audit.OriginRecount;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.jspecify.annotations.Nullable;

/** The audit's recount, which shares no code with the rules, gives the same guarantees. */
class OriginRecountTest {
  @Provide
  Arbitrary<SlotEnergy> slots() {
    return RandomSlots.any();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theAuditRecountsTheSame(@ForAll("slots") SlotEnergy slot) {
    Map<String, Long> residuals = new HashMap<>();
    slot.members().forEach((id, member) -> residuals.put(id, member.netWh()));
    for (Traded trade : slot.trades()) {
      residuals.computeIfPresent(trade.seller(), (id, wh) -> wh - trade.energyWh());
      residuals.computeIfPresent(trade.buyer(), (id, wh) -> wh + trade.energyWh());
    }
    List<OriginRecount.Trade> trades =
        slot.trades().stream()
            .map(
                t ->
                    new OriginRecount.Trade(
                        t.tradeId(), t.seller(), t.buyer(), t.energyWh(), t.named()))
            .toList();
    Map<String, BigInteger> recount =
        OriginRecount.of(
            trades,
            residuals,
            member -> slot.members().containsKey(member) ? of(slot, member).area() : null,
            (member, area) -> of(slot, member).source(),
            (member, area, net) -> released(of(slot, member)));
    assertThat(recount).isEqualTo(keyed(OriginRules.of(slot)));
  }

  private static @Nullable SortedMap<String, BigInteger> released(Metered member) {
    SortedMap<Origin, Long> back = member.released();
    if (back == null) {
      return null;
    }
    SortedMap<String, BigInteger> named = new TreeMap<>();
    back.forEach((origin, wh) -> named.put(kind(origin), BigInteger.valueOf(wh)));
    named.values().removeIf(wh -> wh.signum() == 0);
    return named;
  }

  private static Metered of(SlotEnergy slot, String member) {
    return Objects.requireNonNull(slot.members().get(member));
  }

  private static Map<String, BigInteger> keyed(OriginEntries entries) {
    Map<String, BigInteger> all = new TreeMap<>();
    for (Amount one : entries.issued()) {
      put(all, "issued " + one.account() + " " + kind(one.origin()), one.wh());
    }
    for (Move one : entries.moved()) {
      String trade = one.tradeId() + " " + one.from() + " " + one.to();
      put(all, "moved " + trade + " " + kind(one.origin()), one.wh());
    }
    for (Amount one : entries.retired()) {
      put(all, "retired " + one.account() + " " + kind(one.origin()), one.wh());
    }
    for (Amount one : entries.storage().stored()) {
      put(all, "stored " + one.account() + " " + kind(one.origin()), one.wh());
    }
    for (Amount one : entries.storage().released()) {
      put(all, "released " + one.account() + " " + kind(one.origin()), one.wh());
    }
    for (Unguaranteed one : entries.unguaranteed()) {
      put(all, "unguaranteed " + one.area(), one.wh());
    }
    return all;
  }

  private static String kind(Origin origin) {
    return origin.area() + " " + origin.source().id();
  }

  private static void put(Map<String, BigInteger> all, String key, long wh) {
    all.put(key, BigInteger.valueOf(wh));
  }
}
