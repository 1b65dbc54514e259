package org.commonwatt.chaincode.origin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * What the storages of a market keep over all slots: nobody gives back what it did not take, nor
 * more of it than its round trip leaves.
 */
final class StorageStock {
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
   * Takes in and gives back what a run says.
   *
   * @throws Refusal {@code SOURCE_NOT_DECLARED}, {@code NOT_HELD}
   */
  void take(OriginRun run) {
    for (String account : accounts(run.entries().storage())) {
      OriginStorage storage = storage(account, run.slot().startMillis());
      if (storage == null) {
        throw new Refusal(
            RefusalCode.SOURCE_NOT_DECLARED, account + " is no storage for this slot");
      }
      take(account, storage, run.entries().storage());
    }
  }

  private void take(String account, OriginStorage storage, Stored entries) {
    SortedMap<Origin, Long> given = sums(account, entries.released());
    SortedMap<Origin, Long> gone = sums(account, entries.lost());
    given.forEach((origin, wh) -> gone.merge(origin, wh, Math::addExact));
    given.forEach(
        (origin, wh) -> {
          long taken = gone.getOrDefault(origin, 0L);
          if (wh > storage.givenForWh(taken)) {
            throw notHeld(account, "give back " + wh + " Wh of " + taken + " Wh", origin);
          }
        });
    SortedMap<Origin, Long> held = held(account);
    sums(account, entries.stored()).forEach((origin, wh) -> held.merge(origin, wh, Math::addExact));
    gone.forEach((origin, wh) -> held.merge(origin, -wh, Math::addExact));
    held.values().removeIf(wh -> wh == 0);
    List<Amount> rows = new ArrayList<>();
    held.forEach(
        (origin, wh) -> {
          if (wh < 0) {
            throw notHeld(account, "keep " + wh + " Wh", origin);
          }
          rows.add(new Amount(account, origin, wh));
        });
    state.put(
        stock(account),
        "{\"held\":"
            + OriginText.array(rows, row -> "{" + OriginText.write(row.origin(), row.wh()))
            + "}");
  }

  private static Refusal notHeld(String account, String what, Origin origin) {
    return new Refusal(
        RefusalCode.NOT_HELD,
        account + " would " + what + " of " + origin.source().id() + " of " + origin.area());
  }

  /** What an account keeps by origin, Wh. */
  private SortedMap<Origin, Long> held(String account) {
    SortedMap<Origin, Long> held = new TreeMap<>();
    @Nullable String stored = state.get(stock(account));
    if (stored != null) {
      for (JsonNode row : Fields.object("stock", stored).required("held")) {
        Fields fields = new Fields("held.", row);
        held.put(OriginText.origin(fields), row.required("wh").longValue());
      }
    }
    return held;
  }

  /** What an account is as a storage in a slot, the best round trip of its areas; null if none. */
  private @Nullable OriginStorage storage(String account, long startMillis) {
    Map<String, SourceDeclaration> byArea = new TreeMap<>();
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

  private StateKey stock(String account) {
    return new StateKey("origin-stock", List.of(market, account));
  }

  private static SortedSet<String> accounts(Stored entries) {
    SortedSet<String> accounts = new TreeSet<>();
    Stream.of(entries.stored(), entries.released(), entries.lost())
        .forEach(list -> list.forEach(one -> accounts.add(one.account())));
    return accounts;
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
