package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.junit.jupiter.api.Test;

/** The registry in the blocks, true and forged, beside the log of the worked example. */
class RegistryTamperingTest {
  private static final Hash FORGED = new Hash("ab".repeat(32));

  private final Day day = WorkedExample.day();
  private final FakeLedger ledger = WorkedExample.ledger();
  private final RegistryExample example = new RegistryExample(day);
  private final List<RulebookEntry> rulebooks = example.rulebooks();
  private final List<AuctionEntry> auctions = example.auctions();
  private final long last = example.last();

  @Test
  void theTrueRegistryPassesInOnePieceAndInTwo() {
    assertThat(rulebooks).hasSize(1);
    assertThat(auctions).hasSize(4);
    post(1, last);
    assertPasses(verify());
    FakeLedger other = WorkedExample.ledger();
    long cut = auctions.get(1).place().sequence();
    other.transaction("tx-r1", "VALID", call(entries(1, cut, rulebooks, auctions.subList(0, 2))));
    other.transaction(
        "tx-r2", "VALID", call(entries(cut + 1, last, List.of(), auctions.subList(2, 4))));
    assertPasses(verify(other));
  }

  private static void assertPasses(AuditReport report) {
    assertThat(report.passed()).as("%s", report.findings()).isTrue();
    assertThat(report.totals()).doesNotContainKey(FindingCode.REGISTRY_PENDING);
  }

  @Test
  void whatIsNotRegisteredYetIsANote() {
    long cut = auctions.get(1).place().sequence();
    ledger.transaction("tx-r", "VALID", call(entries(1, cut, rulebooks, auctions.subList(0, 2))));
    AuditReport report = verify();
    assertThat(report.passed()).isTrue();
    assertThat(report.notes().toString()).contains("0 rulebooks and 2 auctions");
  }

  @Test
  void anAuctionThatIsLeftOutForgedOrAddedIsFound() {
    AuctionEntry first = auctions.get(0);
    assertDiffers(rulebooks, auctions.subList(1, 4));
    assertDiffers(rulebooks, with(new AuctionEntry(first.slot(), forged(first.place()))));
    DeliverySlot other = first.slot().plus(1);
    assertDiffers(rulebooks, with(new AuctionEntry(other, first.place())));
    List<AuctionEntry> more = new ArrayList<>(auctions);
    more.add(new AuctionEntry(other.plus(99), new LogPlace(last, FORGED)));
    assertDiffers(rulebooks, more);
  }

  @Test
  void aForgedRulebookIsFoundWhateverIsForged() {
    RulebookEntry r = rulebooks.get(0);
    List<AreaLink> link = List.of(new AreaLink("x", "y", 0, 1, 0));
    for (RulebookEntry forged :
        List.of(
            new RulebookEntry(2, r.documentHash(), r.areas(), r.links(), r.place()),
            new RulebookEntry(1, FORGED, r.areas(), r.links(), r.place()),
            new RulebookEntry(1, r.documentHash(), List.of("elsewhere"), r.links(), r.place()),
            new RulebookEntry(1, r.documentHash(), r.areas(), link, r.place()),
            new RulebookEntry(1, r.documentHash(), r.areas(), r.links(), forged(r.place())))) {
      assertDiffers(List.of(forged), auctions);
    }
    assertDiffers(List.of(), auctions);
  }

  @Test
  void aGapBetweenStretchesIsFound() {
    ledger.transaction("tx-r", "VALID", call(entries(2, last, List.of(), auctions)));
    assertThat(verify().findings())
        .anyMatch(one -> one.message().contains("a stretch from 1, found a stretch from 2"));
  }

  @Test
  void aLogThatWasCutBehindWhatIsRegisteredIsFound() {
    post(1, last + 5);
    AuditReport report = verify();
    assertThat(report.totals())
        .containsOnlyKeys(FindingCode.REGISTRY_DIFFERS, FindingCode.BATCH_UNCONFIRMED);
    assertThat(report.findings().get(0).message()).contains("where the log ends");
  }

  @Test
  void aBatchThatNamesAnotherRulebookThanTheRegisteredOneIsFound() {
    RulebookEntry r = rulebooks.get(0);
    FakeLedger first = new FakeLedger();
    first.transaction(
        "tx-r",
        "VALID",
        call(
            entries(
                1,
                last,
                List.of(new RulebookEntry(1, FORGED, r.areas(), r.links(), r.place())),
                auctions)));
    first.post(WorkedExample.TX, WorkedExample.batch());
    assertThat(verify(first).findings())
        .anyMatch(
            one ->
                one.code() == FindingCode.REGISTRY_DIFFERS
                    && WorkedExample.batch().batchId().equals(one.place().batchId()));
  }

  @Test
  void anotherMarketsRegistryAndWhatIsNoneAreFound() {
    ledger.transaction(
        "tx-r", "VALID", call(new RegistryEntries("other", 1, last, 0, rulebooks, auctions)));
    assertThat(verify().findings()).anyMatch(one -> one.message().contains("found other"));
    FakeLedger spoilt = WorkedExample.ledger();
    spoilt.transaction("tx-r", "VALID", LedgerCall.of("registry", "PostEntries", "{}"));
    assertThat(verify(spoilt).totals()).containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
  }

  private void assertDiffers(List<RulebookEntry> forgedRulebooks, List<AuctionEntry> forged) {
    FakeLedger other = WorkedExample.ledger();
    other.transaction("tx-r", "VALID", call(entries(1, last, forgedRulebooks, forged)));
    AuditReport report = verify(other);
    assertThat(report.passed()).isFalse();
    assertThat(report.findings()).allMatch(one -> one.code() == FindingCode.REGISTRY_DIFFERS);
  }

  private List<AuctionEntry> with(AuctionEntry first) {
    List<AuctionEntry> changed = new ArrayList<>(auctions);
    changed.set(0, first);
    return changed;
  }

  private static LogPlace forged(LogPlace place) {
    return new LogPlace(place.sequence(), FORGED);
  }

  private void post(long from, long to) {
    ledger.transaction("tx-r", "VALID", call(entries(from, to, rulebooks, auctions)));
  }

  private static RegistryEntries entries(
      long from, long to, List<RulebookEntry> rulebooks, List<AuctionEntry> auctions) {
    return new RegistryEntries(Day.MARKET, from, to, 7, rulebooks, auctions);
  }

  private static LedgerCall call(RegistryEntries entries) {
    return LedgerCall.of("registry", "PostEntries", RegistryJson.write(entries));
  }

  private AuditReport verify() {
    return verify(ledger);
  }

  private AuditReport verify(FakeLedger audited) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), audited));
  }
}
