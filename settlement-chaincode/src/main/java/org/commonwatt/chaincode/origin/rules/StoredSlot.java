package org.commonwatt.chaincode.origin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.jspecify.annotations.Nullable;

/**
 * All guarantees of a slot, in one value.
 *
 * @param runs how many runs they come from
 * @param entries what these gave together
 */
record StoredSlot(int runs, OriginEntries entries) {
  private static final StoredSlot NONE = new StoredSlot(0, OriginEntries.NONE);

  static StoredSlot read(@Nullable String stored) {
    if (stored == null) {
      return NONE;
    }
    JsonNode node = Fields.object("slot", stored);
    return new StoredSlot(
        node.required("runs").intValue(), OriginText.entries(new Fields("", node)));
  }

  /**
   * The guarantees after one more run.
   *
   * @throws Refusal {@code BELOW_ZERO}, {@code NOT_HELD}
   */
  StoredSlot after(OriginRun run) {
    OriginEntries all = entries.plus(run.entries());
    requireNone("issued", all.issued(), Amount::wh);
    requireNone("moved", all.moved(), Move::wh);
    requireNone("retired", all.retired(), Amount::wh);
    requireNone("unguaranteed", all.unguaranteed(), Unguaranteed::wh);
    requireNone("stored", all.storage().stored(), Amount::wh);
    requireNone("released", all.storage().released(), Amount::wh);
    requireNone("lost", all.storage().lost(), Amount::wh);
    requireNone("chargedWh", all.storage().flows(), Flow::chargedWh);
    requireNone("takenWh", all.storage().flows(), Flow::takenWh);
    held(all)
        .forEach(
            (holding, wh) -> {
              if (wh < 0) {
                throw new Refusal(
                    RefusalCode.NOT_HELD,
                    holding.account()
                        + " would hold "
                        + wh
                        + " Wh of "
                        + holding.origin().source().id()
                        + " of "
                        + holding.origin().area());
              }
            });
    return new StoredSlot(runs + 1, all);
  }

  /** The value that the state keeps and {@code GetSlot} returns. */
  String write(OriginRun last, String transactionId) {
    Map<Origin, Long> residual = new TreeMap<>();
    held(entries).forEach((holding, wh) -> residual.merge(holding.origin(), wh, Math::addExact));
    residual.values().removeIf(wh -> wh == 0);
    return "{\"slotStartMillis\":"
        + last.slot().startMillis()
        + ",\"slotMinutes\":"
        + last.slot().minutes()
        + ",\"runs\":"
        + runs
        + ",\"batchId\":\""
        + last.batchId()
        + "\","
        + OriginText.write(entries)
        + ",\"residual\":"
        + OriginText.array(
            residual.entrySet().stream().toList(),
            one -> "{" + OriginText.write(one.getKey(), one.getValue()))
        + ",\"transactionId\":\""
        + transactionId
        + "\"}";
  }

  private static <T> void requireNone(String what, Iterable<T> all, ToLongFunction<T> wh) {
    for (T one : all) {
      if (wh.applyAsLong(one) < 0) {
        throw new Refusal(
            RefusalCode.BELOW_ZERO,
            what + " of the slot would be " + wh.applyAsLong(one) + " Wh in one entry");
      }
    }
  }

  private record Holding(String account, Origin origin) implements Comparable<Holding> {
    @Override
    public int compareTo(Holding other) {
      int byAccount = account.compareTo(other.account);
      return byAccount == 0 ? origin.compareTo(other.origin) : byAccount;
    }
  }

  /** What each party has of each origin once everything is issued, moved, retired and stored. */
  private static Map<Holding, Long> held(OriginEntries all) {
    Map<Holding, Long> held = new TreeMap<>();
    all.issued().forEach(one -> add(held, one.account(), one.origin(), one.wh()));
    for (Move one : all.moved()) {
      add(held, one.to(), one.origin(), one.wh());
      add(held, one.from(), one.origin(), -one.wh());
    }
    all.retired().forEach(one -> add(held, one.account(), one.origin(), -one.wh()));
    all.storage().released().forEach(one -> add(held, one.account(), one.origin(), one.wh()));
    all.storage().stored().forEach(one -> add(held, one.account(), one.origin(), -one.wh()));
    return held;
  }

  private static void add(Map<Holding, Long> held, String account, Origin origin, long wh) {
    held.merge(new Holding(account, origin), wh, Math::addExact);
  }

  /** The areas for whose members something is issued. */
  static Stream<String> areas(OriginEntries entries) {
    return entries.issued().stream().map(one -> one.origin().area()).distinct();
  }
}
