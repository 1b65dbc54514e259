package org.commonwatt.chaincode.origin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * What the storages of a market keep over all slots, in lots: nobody gives back what it did not
 * take, nor more of it than its round trip leaves.
 */
final class StorageStock {
  private static final String STOCK = "origin-stock";

  private final State state;
  private final String market;

  StorageStock(State state, String market) {
    this.state = state;
    this.market = market;
  }

  /** Keeps a declaration of an account that is a storage, or was one. */
  void declared(SourceDeclaration declaration) {
    List<SourceDeclaration> all = declarations(declaration.account());
    if (declaration.storage() != null || !all.isEmpty()) {
      all.add(declaration);
      state.put(
          new StateKey("origin-storage", List.of(market, declaration.account())),
          OriginText.array(all, OriginText::write));
    }
  }

  /**
   * The storages of a run, by account.
   *
   * @throws Refusal {@code SOURCE_NOT_DECLARED} when one of them is none
   */
  Map<String, OriginStorage> storages(OriginRun run) {
    Map<String, OriginStorage> storages = new TreeMap<>();
    for (String account : accounts(run.entries().storage())) {
      OriginStorage storage = storage(account, run.slot().startMillis());
      if (storage == null) {
        throw new Refusal(
            RefusalCode.SOURCE_NOT_DECLARED, account + " is no storage for this slot");
      }
      storages.put(account, storage);
    }
    return storages;
  }

  /**
   * Takes in and gives back what a run says.
   *
   * @param before the slot's guarantees before the run
   * @throws Refusal {@code NOT_HELD}
   */
  void take(Map<String, OriginStorage> storages, OriginEntries before, OriginRun run) {
    Stored after = before.plus(run.entries()).storage();
    storages.forEach(
        (account, storage) -> {
          if (flow(account, before.storage()) != null) {
            throw notHeld(account + " has charged or discharged in this slot already");
          }
          Flow flow = flow(account, run.entries().storage());
          if (flow != null) {
            take(flow, storage, after);
          } else if (!sums(account, after.released()).isEmpty()
              || !sums(account, after.lost()).isEmpty()) {
            throw notHeld(account + " would give back or lose without taking of its lots");
          }
        });
  }

  private void take(Flow flow, OriginStorage storage, Stored entries) {
    String account = flow.account();
    OriginLots lots = new OriginLots(lots(account));
    if (flow.chargedWh() > 0) {
      lots.add(charge(flow, sums(account, entries.stored())));
    }
    if (flow.takenWh() > lots.totalWh()) {
      throw notHeld(
          account + " would take " + flow.takenWh() + " Wh of lots of " + lots.totalWh() + " Wh");
    }
    SortedMap<Origin, Long> taken = lots.take(flow.takenWh()).known();
    SortedMap<Origin, Long> released = sums(account, entries.released());
    SortedMap<Origin, Long> gone = sums(account, entries.lost());
    released.forEach((origin, wh) -> gone.merge(origin, wh, Math::addExact));
    if (!gone.equals(taken)) {
      throw notHeld(account + " would release and lose " + gone + ", and its lots give " + taken);
    }
    released.forEach(
        (origin, wh) -> {
          long most = storage.givenForWh(taken.getOrDefault(origin, 0L));
          if (wh > most) {
            throw notHeld(account + " would release " + wh + " Wh where " + most + " are left");
          }
        });
    state.put(new StateKey(STOCK, List.of(market, account)), write(account, lots.all()));
  }

  private static OriginLots.Lot charge(Flow flow, SortedMap<Origin, Long> known) {
    long unknown = flow.chargedWh() - known.values().stream().reduce(0L, Math::addExact);
    if (unknown < 0) {
      throw notHeld(flow.account() + " would store more than it took, " + flow.chargedWh() + " Wh");
    }
    return new OriginLots.Lot(known, unknown);
  }

  /** What all storages keep: a JSON array by account. */
  String list() {
    return state.list(new StateKey(STOCK, List.of(market))).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Refusal notHeld(String what) {
    return new Refusal(RefusalCode.NOT_HELD, what);
  }

  private static String write(String account, List<OriginLots.Lot> lots) {
    return "{\"account\":\""
        + account
        + "\",\"lots\":"
        + OriginText.array(
            lots,
            lot ->
                "{\"known\":"
                    + OriginText.array(
                        List.copyOf(lot.known().entrySet()),
                        one -> "{" + OriginText.write(one.getKey(), one.getValue()))
                    + ",\"unknownWh\":"
                    + lot.unknownWh()
                    + "}")
        + "}";
  }

  private List<OriginLots.Lot> lots(String account) {
    List<OriginLots.Lot> lots = new ArrayList<>();
    @Nullable String stored = state.get(new StateKey(STOCK, List.of(market, account)));
    if (stored != null) {
      for (JsonNode lot : Fields.object("stock", stored).required("lots")) {
        SortedMap<Origin, Long> known = new TreeMap<>();
        for (JsonNode row : lot.required("known")) {
          known.put(OriginText.origin(new Fields("known.", row)), row.required("wh").longValue());
        }
        lots.add(new OriginLots.Lot(known, lot.required("unknownWh").longValue()));
      }
    }
    return lots;
  }

  /** What an account is as a storage in a slot, the best round trip of its areas; null if none. */
  private @Nullable OriginStorage storage(String account, long startMillis) {
    Map<String, SourceDeclaration> byArea = new HashMap<>();
    for (SourceDeclaration one : declarations(account)) {
      if (one.fromMillis() <= startMillis) {
        byArea.put(one.area(), one); // the last one holds
      }
    }
    OriginStorage best = null;
    for (SourceDeclaration one : byArea.values()) {
      OriginStorage storage = one.storage();
      if (storage != null && (best == null || storage.roundTripPpm() > best.roundTripPpm())) {
        best = storage;
      }
    }
    return best;
  }

  private List<SourceDeclaration> declarations(String account) {
    return OriginText.declarations(
        state.get(new StateKey("origin-storage", List.of(market, account))));
  }

  private static SortedSet<String> accounts(Stored entries) {
    SortedSet<String> accounts = new TreeSet<>();
    Stream.of(entries.stored(), entries.released(), entries.lost())
        .forEach(list -> list.forEach(one -> accounts.add(one.account())));
    entries.flows().forEach(one -> accounts.add(one.account()));
    return accounts;
  }

  private static @Nullable Flow flow(String account, Stored entries) {
    return entries.flows().stream()
        .filter(one -> one.account().equals(account))
        .findFirst()
        .orElse(null);
  }

  private static SortedMap<Origin, Long> sums(String account, List<Amount> amounts) {
    SortedMap<Origin, Long> sums = new TreeMap<>();
    for (Amount one : amounts) {
      if (one.account().equals(account)) {
        sums.merge(one.origin(), one.wh(), Math::addExact);
      }
    }
    return sums;
  }
}
