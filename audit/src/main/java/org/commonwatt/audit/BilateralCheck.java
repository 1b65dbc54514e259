package org.commonwatt.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.ledger.BilateralJson;
import org.commonwatt.ledger.BilateralLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SignedBilateral;
import org.jspecify.annotations.Nullable;

/**
 * Checks the bilateral contracts in the ledger's blocks: each once, before its slots are settled,
 * signed by both with the keys that were registered, with a price that was deposited before. Of
 * another market on the same channel all is checked but the time: its batches are not known here.
 */
final class BilateralCheck {
  private final Findings findings;
  private final Map<String, String> keys = new HashMap<>();
  private final Set<String> deposited = new HashSet<>(); // markets and hashes
  private final Set<String> recorded = new HashSet<>(); // markets and ids
  private long settledMillis;

  BilateralCheck(Findings findings) {
    this.findings = findings;
  }

  /** Takes a batch that the ledger recorded. */
  void batch(SettlementBatch batch) {
    settledMillis = Math.max(settledMillis, batch.slot().endMillis());
  }

  /**
   * Takes a valid transaction of the ledger.
   *
   * @param market id of the market, null when the log activated none
   * @return whether it is one of bilateral contracts
   */
  boolean takes(Place place, LedgerTransaction transaction, @Nullable String market) {
    List<String> given = transaction.call().arguments();
    if (!transaction.call().contract().equals(BilateralLedger.CONTRACT)) {
      return false;
    }
    String call = transaction.call().function() + given.size();
    try {
      switch (call) {
        case BilateralLedger.REGISTER_KEY + "2" -> register(place, given.get(0), given.get(1));
        case BilateralLedger.DEPOSIT + "2" -> deposited.add(given.get(0) + " " + given.get(1));
        case BilateralLedger.RECORD + "1" -> record(place, given.get(0), market);
        default -> {
          return false;
        }
      }
      return true;
    } catch (LedgerException | IllegalArgumentException e) {
      return false; // the caller reports it: a call that nothing can be read from
    }
  }

  private void register(Place place, String participant, String key) {
    if (!PartySignature.isKey(key)) {
      differs(place, "a key of Ed25519", key);
    }
    if (key.equals(keys.put(participant, key))) {
      differs(place, "another key of " + participant, "the same");
    }
  }

  private void record(Place place, String json, @Nullable String market) {
    SignedBilateral signed = BilateralJson.read(json);
    BilateralTerms terms = signed.terms();
    findings.compare(FindingCode.BILATERAL_DIFFERS, place, signed.text(), json);
    if (!recorded.add(terms.market() + " " + terms.contractId())) {
      differs(place, "each contract once", terms.contractId() + " again");
    }
    if (!terms.hasSlots() || terms.energyWh() < 1 || terms.buyer().equals(terms.seller())) {
      differs(place, "whole slots, energy and two parties", json);
    }
    if (terms.market().equals(market) && terms.fromMillis() < settledMillis) {
      differs(place, "slots from " + settledMillis + " on", "one from " + terms.fromMillis());
    }
    if (!deposited.contains(terms.market() + " " + terms.priceHash())) {
      differs(place, "a price that was deposited", terms.priceHash());
    }
    requireSigned(place, terms, terms.buyer(), signed.buyerSignature());
    requireSigned(place, terms, terms.seller(), signed.sellerSignature());
  }

  private void requireSigned(Place place, BilateralTerms terms, String party, String signature) {
    String key = keys.get(party);
    if (key == null
        || !PartySignature.isKey(key)
        || !PartySignature.isSignature(signature)
        || !PartySignature.holds(key, terms.signedBytes(), signature)) {
      findings.add(
          FindingCode.BILATERAL_NOT_SIGNED,
          place,
          "expected the signature of %s on %s, found none that holds"
              .formatted(party, terms.contractId()));
    }
  }

  private void differs(Place place, Object expected, Object found) {
    findings.add(FindingCode.BILATERAL_DIFFERS, place, "expected " + expected + ", found " + found);
  }
}
