package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with the registry contract. */
public abstract class LedgerRegistryKit extends LedgerClientsKit {
  private static final DeliverySlot FIRST = new DeliverySlot(1_659_423_600_000L, 15);

  private final String market = "registry-" + UUID.randomUUID();

  @Test
  final void entriesAreThereAsTheyWerePosted() {
    RegistryLedger registry = new RegistryLedger(ledger);
    assertThat(registry.head(market)).isEqualTo(RegistryLedger.Head.NONE);
    assertThat(registry.rulebooks(market)).isEmpty();
    SubmitOutcome.Committed posted = committed(registry.post(first()));
    assertThat(posted.result())
        .isEqualTo("{\"toSequence\":9,\"nextOffset\":90,\"rulebookVersion\":1}");
    committed(registry.post(second()));
    assertThat(registry.head(market)).isEqualTo(new RegistryLedger.Head(20, 200, 1));
    assertThat(registry.rulebooks(market)).isEqualTo(first().rulebooks());
    assertThat(registry.auctions(market))
        .containsExactly(first().auctions().get(0), second().auctions().get(0));
    LedgerTransaction kept = kept(posted.blockNumber(), posted.transactionId());
    assertThat(kept.call())
        .isEqualTo(LedgerCall.of("registry", "PostEntries", RegistryJson.write(first())));
    assertThat(kept.eventName()).isEqualTo("EntriesPosted");
  }

  @Test
  final void oneRulebookAndOneAuctionCanBeAskedFor() {
    committed(new RegistryLedger(ledger).post(first()));
    for (Client client : Client.values()) {
      assertThat(refused(client, query("GetRulebook", market, "2")))
          .isEqualTo("RULEBOOK_NOT_FOUND");
      assertThat(refused(client, query("GetAuction", market, "0"))).isEqualTo("AUCTION_NOT_FOUND");
    }
    String start = Long.toString(FIRST.startMillis());
    assertThat(ledger.evaluate(query("GetRulebook", market, "1")).toString())
        .contains("\"version\":1", "\"areas\":[\"east\",\"west\"]");
    assertThat(ledger.evaluate(query("GetAuction", market, start)).toString()).contains(start);
  }

  @Test
  final void refusedEntriesChangeNothing() {
    RegistryLedger registry = new RegistryLedger(ledger);
    assertThat(code(registry.post(second()))).isEqualTo("WRONG_START");
    committed(registry.post(first()));
    assertThat(code(registry.post(first()))).as("once").isEqualTo("WRONG_START");
    assertThat(code(registry.post(entries(10, 12, List.of(), List.of())))).isEqualTo("NO_ENTRIES");
    assertThat(code(registry.post(entries(10, 12, List.of(rulebook(3, 10)), List.of()))))
        .isEqualTo("WRONG_VERSION");
    assertThat(code(registry.post(entries(10, 12, List.of(), List.of(auction(1, 13))))))
        .isEqualTo("WRONG_SEQUENCE");
    assertThat(code(registry.post(entries(10, 12, List.of(), List.of(auction(0, 11))))))
        .isEqualTo("AUCTION_EXISTS");
    String json = RegistryJson.write(second());
    assertThat(code(ledger.submit(LedgerCall.of("registry", "PostEntries", json + " "))))
        .isEqualTo("NOT_CANONICAL");
    assertThat(code(ledger.submit(LedgerCall.of("registry", "PostEntries", "[]"))))
        .isEqualTo("MALFORMED");
    assertThat(code(ledger.submit(LedgerCall.of("registry", "PostEntries"))))
        .isEqualTo("WRONG_ARGUMENTS");
    assertThat(code(ledger.submit(LedgerCall.of("registry", "PostBatch", json))))
        .isEqualTo("UNKNOWN_FUNCTION");
    assertThat(registry.head(market).toSequence()).isEqualTo(9);
  }

  @Test
  final void onlyTheSubmitterPostsEntries() {
    LedgerCall post = LedgerCall.of("registry", "PostEntries", RegistryJson.write(first()));
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      assertThat(code(submit(ledger, client, post))).isEqualTo("NOT_ALLOWED");
    }
    committed(submit(ledger, Client.SUBMITTER, post));
  }

  @Test
  final void theSameEntriesAtOnceAreTakenOnce() throws Exception {
    RegistryLedger registry = new RegistryLedger(ledger);
    onlyCommitted(Together.run(4, () -> registry.post(first())));
    assertThat(registry.auctions(market)).hasSize(1);
  }

  private RegistryEntries first() {
    return entries(1, 9, List.of(rulebook(1, 1)), List.of(auction(0, 8)));
  }

  private RegistryEntries second() {
    return entries(10, 20, List.of(), List.of(auction(1, 15)));
  }

  private RegistryEntries entries(
      long from, long to, List<RulebookEntry> rulebooks, List<AuctionEntry> auctions) {
    return new RegistryEntries(market, from, to, to * 10, rulebooks, auctions);
  }

  private static RulebookEntry rulebook(int version, long sequence) {
    return new RulebookEntry(
        version,
        Hash.of(new byte[] {(byte) version}),
        List.of("east", "west"),
        List.of(new AreaLink("east", "west", -5, 7, 100)),
        place(sequence));
  }

  private static AuctionEntry auction(int slot, long sequence) {
    return new AuctionEntry(FIRST.plus(slot), place(sequence));
  }

  private static LogPlace place(long sequence) {
    return new LogPlace(sequence, Hash.of(new byte[] {9, (byte) sequence}));
  }

  private static LedgerCall query(String function, String... arguments) {
    return LedgerCall.of("registry", function, arguments);
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }
}
