package org.commonwatt.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Compares the registry in the ledger's blocks with the log, stretch by stretch. */
final class RegistryCheck {
  private final StatedRegistry stated;
  private final Findings findings;
  private final Map<Integer, Hash> rulebooks = new HashMap<>();
  private long covered;

  RegistryCheck(StatedRegistry stated, Findings findings) {
    this.stated = stated;
    this.findings = findings;
  }

  /**
   * Takes a valid transaction of the ledger.
   *
   * @param market id of the market, null when the log activated none
   * @return whether it posts entries to the registry
   */
  boolean takes(Place place, LedgerTransaction transaction, @Nullable String market) {
    RegistryEntries entries = posted(transaction);
    if (entries == null) {
      return false;
    }
    if (market != null) {
      compare(place, market, entries.market());
    }
    compare(place, "a stretch from " + (covered + 1), "a stretch from " + entries.fromSequence());
    covered = entries.toSequence();
    if (covered > stated.lastSequence()) {
      findings.add(
          FindingCode.REGISTRY_DIFFERS,
          place,
          "expected events up to "
              + stated.lastSequence()
              + ", where the log ends, found registered ones up to "
              + covered);
    }
    compareAll(place, stated.rulebooks(entries.fromSequence(), covered), entries.rulebooks());
    compareAll(place, stated.auctions(entries.fromSequence(), covered), entries.auctions());
    for (RulebookEntry entry : entries.rulebooks()) {
      rulebooks.put(entry.version(), entry.documentHash());
    }
    return true;
  }

  /** A posted batch names the rulebook that is registered under its version. */
  void check(Place place, SettlementBatch batch) {
    Hash registered = rulebooks.get(batch.rulebookVersion());
    if (registered != null) {
      findings.compare(
          FindingCode.REGISTRY_DIFFERS,
          place,
          "rulebook " + batch.rulebookVersion() + " " + registered,
          "rulebook " + batch.rulebookVersion() + " " + batch.rulebookHash());
    }
  }

  /** Says what is not registered yet. */
  void finish() {
    int rulebooksLeft = stated.rulebooks(covered + 1, Long.MAX_VALUE).size();
    int auctionsLeft = stated.auctions(covered + 1, Long.MAX_VALUE).size();
    if (rulebooksLeft + auctionsLeft > 0) {
      findings.add(
          FindingCode.REGISTRY_PENDING,
          Place.NOWHERE,
          rulebooksLeft + " rulebooks and " + auctionsLeft + " auctions are not registered yet");
    }
  }

  private <T> void compareAll(Place place, List<T> expected, List<T> found) {
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      compare(place, at(expected, i), at(found, i));
    }
  }

  private static Object at(List<?> all, int index) {
    return index < all.size() ? all.get(index) : "none";
  }

  private void compare(Place place, Object expected, Object found) {
    findings.compare(FindingCode.REGISTRY_DIFFERS, place, expected, found);
  }

  private static @Nullable RegistryEntries posted(LedgerTransaction transaction) {
    boolean isPosting =
        transaction.call().contract().equals(RegistryLedger.CONTRACT)
            && transaction.call().function().equals(RegistryLedger.POST)
            && transaction.call().arguments().size() == 1;
    try {
      return isPosting ? RegistryJson.read(transaction.call().arguments().get(0)) : null;
    } catch (LedgerException | IllegalArgumentException e) {
      return null; // the caller reports it: a posting that no entries can be read from
    }
  }
}
