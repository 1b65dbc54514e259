package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.audit.StatedOrigin.Run;
import org.commonwatt.audit.StorageCheck.Storage;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.OriginJson;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * Compares the guarantees of origin in the ledger's blocks with a recount from the log: every batch
 * has its run once and in turn, nobody holds less than nothing, and what was used is retired.
 */
final class OriginCheck {
  private final StatedOrigin stated;
  private final Findings findings;
  private final List<SourceDeclaration> declared = new ArrayList<>();
  private final List<Run> order;
  private final Map<Hash, Integer> places = new HashMap<>(); // in the order
  private final Set<Hash> posted = new HashSet<>();
  private final Map<DeliverySlot, SortedMap<String, BigInteger>> slots = new HashMap<>();
  private final StorageCheck kept = new StorageCheck();
  private final SortedMap<String, BigInteger> stock = new TreeMap<>(); // on the ledger, by storage
  private int next = -1; // index in the order; negative before the first run
  private long endMillis;

  OriginCheck(StatedOrigin stated, Findings findings) {
    this.stated = stated;
    this.findings = findings;
    this.order = List.copyOf(stated.runs().values());
    order.forEach(run -> places.put(run.hash(), places.size()));
  }

  /**
   * Takes a valid transaction of the ledger.
   *
   * @param market id of the market, null when the log activated none
   * @return whether it declares a source or posts guarantees
   */
  boolean takes(Place place, LedgerTransaction transaction, @Nullable String market) {
    List<String> arguments = transaction.call().arguments();
    if (!transaction.call().contract().equals(OriginLedger.CONTRACT) || arguments.size() != 1) {
      return false;
    }
    try {
      switch (transaction.call().function()) {
        case OriginLedger.DECLARE ->
            declare(place, OriginJson.readDeclaration(arguments.get(0)), market);
        case OriginLedger.POST -> post(place, OriginJson.readRun(arguments.get(0)), market);
        default -> {
          return false;
        }
      }
      return true;
    } catch (LedgerException | IllegalArgumentException | ArithmeticException e) {
      return false; // the caller reports it: a call that nothing can be read from
    }
  }

  /** Says which batches wait for their guarantees. */
  void finish() {
    int from = next >= 0 ? next : first();
    if (from < order.size()) {
      findings.add(
          FindingCode.ORIGIN_PENDING,
          Place.NOWHERE,
          order.size() - from + " batches have no guarantees of origin yet");
    }
  }

  private void declare(Place place, SourceDeclaration found, @Nullable String market) {
    if (market != null) {
      compare(place, market, found.market());
    }
    if (found.fromMillis() < endMillis) {
      differs(
          place, "a source for slots from " + endMillis + " on", "one from " + found.fromMillis());
    }
    declared.add(found);
  }

  /** Index of the batch whose run must be the first; behind the last when nothing is declared. */
  private int first() {
    long from =
        declared.stream().mapToLong(SourceDeclaration::fromMillis).min().orElse(Long.MAX_VALUE);
    int index = 0;
    while (index < order.size() && order.get(index).batch().slot().startMillis() < from) {
      index++;
    }
    return index;
  }

  private void post(Place eventPlace, OriginRun found, @Nullable String market) {
    Place place = eventPlace.withSlot(found.slot()).withBatch(found.batchId());
    if (market != null) {
      compare(place, market, found.market());
    }
    if (!posted.add(found.batchHash())) {
      findings.add(
          FindingCode.ORIGIN_TWICE,
          place,
          "expected guarantees of the batch once, found them again");
    }
    Run run = stated.runs().get(found.batchHash());
    if (run == null || !run.batch().batchId().equals(found.batchId())) {
      differs(place, "a batch that the log settled", found.batchId() + " " + found.batchHash());
    } else {
      follow(place, run);
      compare(place, run.batch().slot(), found.slot());
    }
    SortedMap<String, BigInteger> before =
        slots.computeIfAbsent(found.slot(), slot -> new TreeMap<>());
    SortedMap<String, BigInteger> after = new TreeMap<>(before);
    SortedMap<String, BigInteger> changes = numbers(found.entries());
    changes.forEach((key, wh) -> after.merge(key, wh, BigInteger::add));
    after.values().removeIf(wh -> wh.signum() == 0);
    slots.put(found.slot(), after);
    requireHeld(place, after);
    requireStored(place, changes);
    if (run != null && run.batch().isCorrection()) {
      compare(place, "no entries: a correction is of money", said(changes));
    } else if (run != null) {
      recount(place, run, after);
    }
    kept.keep(changes, after);
    endMillis = Math.max(endMillis, found.slot().endMillis());
  }

  private static String said(Map<String, BigInteger> changes) {
    return changes.isEmpty() ? "no entries: a correction is of money" : changes.toString();
  }

  private void follow(Place place, Run run) {
    int index = next >= 0 ? next : first();
    String expected = index < order.size() ? order.get(index).batch().batchId() : "no further run";
    compare(place, expected, run.batch().batchId());
    next = Math.max(index, places.getOrDefault(run.hash(), index)) + 1;
  }

  private void requireHeld(Place place, SortedMap<String, BigInteger> after) {
    for (Map.Entry<String, BigInteger> one : after.entrySet()) {
      if (one.getValue().signum() < 0) {
        differs(place, "nothing below 0", one);
      }
    }
    OriginRecount.held(after).forEach((holding, wh) -> requireLeft(place, holding, wh));
  }

  /** What storages give back and lose over all slots they have taken. */
  private void requireStored(Place place, Map<String, BigInteger> changes) {
    Set<String> touched = new TreeSet<>();
    changes.forEach(
        (key, wh) -> {
          String[] words = key.split(" ", 2);
          boolean in = words[0].equals("stored");
          if (in || words[0].equals("released") || words[0].equals("lost")) {
            stock.merge(words[1], in ? wh : wh.negate(), BigInteger::add);
            touched.add(words[1]);
          }
        });
    for (String holding : touched) {
      requireLeft(place, "what is stored by " + holding, stock.get(holding));
    }
  }

  private void requireLeft(Place place, String holding, @Nullable BigInteger wh) {
    if (wh != null && wh.signum() < 0) {
      findings.add(
          FindingCode.ORIGIN_NOT_HELD,
          place,
          "expected 0 Wh or more to be left of " + holding + ", found " + wh);
    }
  }

  private void recount(Place place, Run run, SortedMap<String, BigInteger> found) {
    if (run.erased()) {
      findings.add(
          FindingCode.ORIGIN_ERASED, place, "the slot's guarantees rest on lines that were erased");
      return;
    }
    boolean begun = declared.stream().anyMatch(one -> one.fromMillis() <= start(run));
    SortedMap<String, BigInteger> expected = begun ? expected(run) : new TreeMap<>();
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      BigInteger right = expected.getOrDefault(key, BigInteger.ZERO);
      BigInteger wrong = found.getOrDefault(key, BigInteger.ZERO);
      if (!right.equals(wrong)) {
        boolean unused = key.startsWith("retired ") && wrong.compareTo(right) < 0;
        findings.add(
            unused ? FindingCode.ORIGIN_NOT_RETIRED : FindingCode.ORIGIN_DIFFERS,
            place,
            "expected " + key + " " + right + " Wh, found " + wrong);
      }
    }
  }

  private SortedMap<String, BigInteger> expected(Run run) {
    boolean last = stated.isLast(run.batch());
    List<Storage> charging = new ArrayList<>();
    SortedMap<String, BigInteger> moved = new TreeMap<>(); // by storages
    SortedMap<String, BigInteger> all =
        OriginRecount.of(
            run.trades(),
            run.residuals(),
            member -> stated.area(member, run.batch()),
            (member, area) -> {
              SourceDeclaration own = declared(member, area, start(run));
              return own == null ? null : own.source();
            },
            (member, area, net) -> {
              SourceDeclaration own = declared(member, area, start(run));
              if (own == null || own.storage() == null) {
                return null;
              }
              Storage storage = new Storage(member, area, net, own.storage());
              if (net.signum() < 0) {
                charging.add(storage);
              }
              return last && net.signum() > 0 ? kept.discharge(storage, moved) : new TreeMap<>();
            });
    if (last) {
      for (Storage one : charging) {
        kept.charge(one, OriginRecount.of(all, "stored " + one.id() + " "), moved);
      }
    }
    moved.forEach((key, wh) -> all.merge(key, wh, BigInteger::add));
    return all;
  }

  private static long start(Run run) {
    return run.batch().slot().startMillis();
  }

  private @Nullable SourceDeclaration declared(String member, String area, long startMillis) {
    SourceDeclaration last = null;
    for (SourceDeclaration one : declared) {
      boolean own = one.account().equals(member) && one.area().equals(area);
      last = own && one.fromMillis() <= startMillis ? one : last;
    }
    return last;
  }

  private static SortedMap<String, BigInteger> numbers(OriginEntries entries) {
    SortedMap<String, BigInteger> all = new TreeMap<>();
    entries.issued().forEach(one -> add(all, "issued ", one));
    for (OriginEntries.Move one : entries.moved()) {
      String trade = one.tradeId() + " " + one.from() + " " + one.to();
      add(all, "moved " + trade + " " + kind(one.origin()), one.wh());
    }
    entries.retired().forEach(one -> add(all, "retired ", one));
    OriginEntries.Stored storage = entries.storage();
    storage.stored().forEach(one -> add(all, "stored ", one));
    storage.released().forEach(one -> add(all, "released ", one));
    storage.lost().forEach(one -> add(all, "lost ", one));
    for (OriginEntries.Flow one : storage.flows()) {
      add(all, "charged " + one.account(), one.chargedWh());
      add(all, "taken " + one.account(), one.takenWh());
    }
    all.values().removeIf(wh -> wh.signum() == 0);
    for (OriginEntries.Unguaranteed one : entries.unguaranteed()) {
      add(all, "unguaranteed " + one.area(), one.wh());
    }
    return all;
  }

  private static String kind(Origin origin) {
    return origin.area() + " " + origin.source().id();
  }

  private static void add(Map<String, BigInteger> all, String what, OriginEntries.Amount one) {
    add(all, what + one.account() + " " + kind(one.origin()), one.wh());
  }

  private static void add(Map<String, BigInteger> all, String key, long wh) {
    all.merge(key, BigInteger.valueOf(wh), BigInteger::add);
  }

  private void compare(Place place, Object expected, Object found) {
    findings.compare(FindingCode.ORIGIN_DIFFERS, place, expected, found);
  }

  private void differs(Place place, Object expected, Object found) {
    findings.add(FindingCode.ORIGIN_DIFFERS, place, "expected " + expected + ", found " + found);
  }
}
