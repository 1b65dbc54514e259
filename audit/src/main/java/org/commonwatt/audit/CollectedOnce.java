package org.commonwatt.audit;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * That the batches of a market are paid for in one way. Contracts before version 7 took both, so an
 * old ledger may have everybody pay twice.
 */
final class CollectedOnce {
  private final Findings findings;
  private final Map<String, Set<Way>> ways = new HashMap<>(); // by market

  private enum Way {
    INVOICES,
    ACCOUNTS
  }

  CollectedOnce(Findings findings) {
    this.findings = findings;
  }

  /** An invoice of a market was issued. */
  void byInvoice(Place place, String market) {
    note(place, market, Way.INVOICES);
  }

  /** Batches of a market came to the accounts. */
  void byAccounts(Place place, String market) {
    note(place, market, Way.ACCOUNTS);
  }

  private void note(Place place, String market, Way way) {
    Set<Way> soFar = ways.computeIfAbsent(market, first -> EnumSet.noneOf(Way.class));
    if (soFar.add(way) && soFar.size() == 2) {
      findings.add(
          FindingCode.COLLECTED_TWICE,
          place,
          "expected invoices or accounts of market "
              + market
              + ", found both, so that what is owed is collected twice");
    }
  }
}
