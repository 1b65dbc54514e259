package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges, private data and policies of keys, as the validation sees them. */
class StubRulesTest extends ProbedLedger {
  StubRulesTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aPhantomIsToldBeforeAPrivateConflict() {
    run("put", "a", "1");
    run("putPrivate", "one", "p", "1");
    assertThat(
            codesOfOneBlock(
                call("put", "b", "1"),
                call("putPrivate", "one", "p", "2"),
                call("countAndReveal", "one", "p", "n")))
        .containsExactly("VALID", "VALID", "PHANTOM_READ_CONFLICT");
  }

  @Test
  void aNewKeyInARangeThatWasReadIsAPhantom() {
    run("put", "a", "1");
    assertThat(codesOfOneBlock(call("put", "b", "1"), call("count", "a", "c", "n")))
        .containsExactly("VALID", "PHANTOM_READ_CONFLICT");
    assertThat(codesOfOneBlock(call("put", "x", "1"), call("count", "a", "c", "n")))
        .containsExactly("VALID", "VALID");
    assertThat(codesOfOneBlock(call("delete", "b"), call("count", "a", "c", "n")))
        .containsExactly("VALID", "PHANTOM_READ_CONFLICT");
  }

  @Test
  void aChangedValueInARangeThatWasReadIsAPhantom() {
    run("put", "a", "1");
    assertThat(codesOfOneBlock(call("put", "a", "2"), call("count", "a", "c", "n")))
        .containsExactly("VALID", "PHANTOM_READ_CONFLICT");
  }

  @Test
  void theRestOfARangeThatWasNotHandedOutMayChange() {
    run("fill", "f", "250");
    assertThat(codesOfOneBlock(call("put", "f1150", "2"), call("first", "f", "g", "n")))
        .containsExactly("VALID", "VALID");
    assertThat(codesOfOneBlock(call("put", "f1100", "2"), call("first", "f", "g", "n")))
        .as("a batch of a hundred, and one row ahead")
        .containsExactly("VALID", "PHANTOM_READ_CONFLICT");
    assertThat(codesOfOneBlock(call("put", "f1101", "2"), call("first", "f", "g", "n")))
        .containsExactly("VALID", "VALID");
    assertThat(ask("range", "f", "g").split(",")).hasSize(250);
  }

  @Test
  void ofAPageTheRowsThatItHasCountAsRead() {
    run("fill", "f", "3");
    assertThat(codesOfOneBlock(call("put", "f1001", "2"), call("page", "f", "g", "")))
        .containsExactly("VALID", "PHANTOM_READ_CONFLICT");
    assertThat(codesOfOneBlock(call("put", "f1002", "2"), call("page", "f", "g", "")))
        .containsExactly("VALID", "VALID");
    assertThat(codesOfOneBlock(call("put", "f1003", "2"), call("page", "f", "g", "f1002")))
        .as("the last page was read to its end; two rows are a whole page")
        .containsExactly("VALID", "PHANTOM_READ_CONFLICT");
  }

  @Test
  void aPrivateValueThatOneOrganisationKeepsIsSignedByThatAlone() {
    String implicit = "_implicit_org_ExchangeMSP";
    Endorsed alone = ledger.endorse(call("putPrivate", implicit, "a", "1"));
    assertThat(alone.sides().needs().endorsers()).containsExactly("ExchangeMSP");
    assertThat(ledger.commit(List.of(alone)).get(0).valid()).isTrue();
    ledger.close();
    ledger = open();
    assertThat(ask("getPrivate", implicit, "a")).isEqualTo("1");
    assertThat(ledger.endorse(call("putPrivate", "one", "a", "1")).sides().needs().endorsers())
        .containsExactlyInAnyOrder("ExchangeMSP", "GridOperatorMSP");
  }

  @Test
  void aKeyWithAPolicyOfItsOwnNeedsThatAndSurvivesReopening() {
    run("put", "k", "1");
    run("protect", "k", "GridOperatorMSP");
    Endorsed alone = ledger.endorse(call("put", "k", "2"));
    assertThat(alone.sides().needs().endorsers()).containsExactly("GridOperatorMSP");
    assertThat(ledger.commit(List.of(alone)).get(0).valid()).isTrue();
    assertThat(ledger.endorse(call("putThenGet", "other", "2")).sides().needs().endorsers())
        .hasSize(2);
    ledger.close();
    ledger = open();
    assertThat(ask("get", "k")).isEqualTo("2/1");
    assertThat(ask("protectors", "k")).isEqualTo("GridOperatorMSP");
    run("delete", "k");
    run("put", "k", "3");
    assertThat(ask("protectors", "k")).as("deleted with the key").isEmpty();
  }

  @Test
  void aPolicyThatIsNewInItsBlockInvalidatesWhatItDidNotSee() {
    run("put", "k", "1");
    assertThat(
            codesOfOneBlock(
                call("protect", "k", "ExchangeMSP"), call("put", "k", "2"), call("copy", "k", "b")))
        .containsExactly("VALID", "ENDORSEMENT_POLICY_FAILURE", "MVCC_READ_CONFLICT");
  }

  @Test
  void collectionsAreApartAndOnlyHashesAreInTheBlock() {
    run("putPrivate", "one", "key-of-one", "secret-of-one");
    run("putPrivate", "two", "key-of-one", "other");
    assertThat(ask("getPrivate", "one", "key-of-one")).isEqualTo("secret-of-one");
    assertThat(ask("getPrivate", "two", "key-of-one")).isEqualTo("other");
    assertThat(ask("privateRange", "one")).isEqualTo("key-of-one");
    Hash hash = Hash.of("secret-of-one".getBytes(StandardCharsets.UTF_8));
    assertThat(ask("privateHash", "one", "key-of-one")).isEqualTo(hash.hex());
    assertThat(ask("range", "", "")).isEmpty();
    assertThat(readWriteSet(ledger.block(0)))
        .doesNotContain("secret-of-one")
        .doesNotContain("key-of-one")
        .contains(new String(hash.bytes(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void privateValuesSurviveReopeningAndDeletion() {
    run("putPrivate", "one", "a", "1");
    run("putPrivate", "one", "b", "2");
    run("deletePrivate", "one", "a");
    ledger.close();
    ledger = open();
    assertThat(ask("getPrivate", "one", "a")).isEmpty();
    assertThat(ask("privateHash", "one", "a")).isEmpty();
    assertThat(ask("getPrivate", "one", "b")).isEqualTo("2");
  }

  @Test
  void aPrivateValueThatChangedSinceItWasReadIsAConflict() {
    run("putPrivate", "one", "a", "1");
    assertThat(codesOfOneBlock(call("putPrivate", "one", "a", "2"), call("reveal", "one", "a")))
        .containsExactly("VALID", "MVCC_READ_CONFLICT");
  }

  private static String readWriteSet(LedgerBlock block) {
    try {
      StoredTransaction stored = StoredTransaction.read(Bytes.string(block.envelopes().get(0)));
      return stored.readWriteSet().toByteString().toString(StandardCharsets.ISO_8859_1);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
