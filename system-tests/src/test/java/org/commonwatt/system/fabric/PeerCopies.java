package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.Hash;

/** The copies of the chain that the three organisations' peers keep, block by block. */
final class PeerCopies implements AutoCloseable {
  private final Map<Organisation, Ledger> ledgers = new LinkedHashMap<>();

  /** Connects to each organisation's peer as its own client. */
  PeerCopies() {
    for (Organisation organisation : Organisation.values()) {
      ledgers.put(organisation, FabricUnderTest.ledger(organisation));
    }
  }

  /** One organisation's. */
  Ledger of(Organisation organisation) {
    return Objects.requireNonNull(ledgers.get(organisation));
  }

  /**
   * The blocks that every peer has, from one on: their hashes, transactions and verdicts must be
   * the same in all copies. For when nobody writes any more.
   */
  List<LedgerBlock> agreed(long first) {
    Patience.await(
        "all peers have the same height",
        () -> ledgers.values().stream().mapToLong(Ledger::height).distinct().count() == 1);
    List<LedgerBlock> reference = blocks(of(Organisation.EXCHANGE), first);
    assertThat(reference).isNotEmpty();
    ledgers.forEach(
        (organisation, ledger) -> {
          List<LedgerBlock> copy = blocks(ledger, first);
          assertThat(copy).as("%s", organisation).hasSameSizeAs(reference);
          for (int i = 0; i < copy.size(); i++) {
            assertSame(organisation, copy.get(i), reference.get(i));
          }
        });
    return reference;
  }

  /** The batches that valid transactions of these blocks post to a market, as they were sent. */
  static List<String> posted(List<LedgerBlock> blocks, String market) {
    return blocks.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(one -> one.code().equals("VALID"))
        .filter(one -> one.call().contract().equals(SettlementLedger.CONTRACT))
        .filter(one -> one.call().function().equals("PostBatch"))
        .map(one -> one.call().arguments().get(0))
        .filter(batch -> batch.contains("\"" + market + "\""))
        .toList();
  }

  /** The events of these blocks, in their order. */
  static List<LedgerEvent> events(List<LedgerBlock> blocks) {
    return blocks.stream().flatMap(block -> block.events().stream()).toList();
  }

  @Override
  public void close() {
    ledgers.values().forEach(Ledger::close);
  }

  private static List<LedgerBlock> blocks(Ledger ledger, long first) {
    return LongStream.range(first, ledger.height()).mapToObj(ledger::block).toList();
  }

  /** Number, previous hash and data hash make a block's own hash. */
  private static void assertSame(Organisation whose, LedgerBlock copy, LedgerBlock reference) {
    String what = "block " + reference.number() + " of " + whose;
    assertThat(copy.number()).as(what).isEqualTo(reference.number());
    assertThat(copy.previousHash()).as(what).isEqualTo(reference.previousHash());
    assertThat(copy.dataHash()).as(what).isEqualTo(reference.dataHash());
    assertThat(Hash.of(copy.envelopes().toArray(new byte[0][])))
        .as(what)
        .isEqualTo(copy.dataHash());
    assertThat(copy.transactions()).as(what).isEqualTo(reference.transactions());
  }
}
