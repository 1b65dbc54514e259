package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;

/**
 * What every {@code Ledger} that runs chaincode must do with private data, shown by the {@code
 * probe} contract: members read, others are refused, and everybody can verify by the hash. The
 * ledger has the collections of {@link KitCollection}. Each test uses keys of its own.
 */
public abstract class LedgerPrivateKit extends LedgerClientsKit {
  private static final String SHARED = KitCollection.SHARED.name();
  private static final String EXCHANGE = KitCollection.EXCHANGE.name();

  /** Collections that Fabric has for every organisation without being told. */
  private static final String OF_EXCHANGE = "_implicit_org_ExchangeMSP";

  private static final String OF_OPERATOR = "_implicit_org_GridOperatorMSP";

  private final String key = "private-" + UUID.randomUUID();
  private final String text = "secret-" + UUID.randomUUID();

  /** What the contract makes of the text, so that the call in the block does not give it away. */
  private final String secret = new StringBuilder(text).reverse().toString();

  private final String hash = Hash.of(secret.getBytes(StandardCharsets.UTF_8)).hex();

  @Test
  final void membersReadAndOthersAreRefusedButHaveTheHash() {
    hide(Client.SUBMITTER, SHARED);
    assertReturns(Client.SUBMITTER, get(SHARED), secret);
    assertReturns(Client.OBSERVER, get(SHARED), secret);
    assertThat(refused(Client.AUDITOR, get(SHARED))).isEqualTo("CONTRACT_FAULT");
    for (Client client : Client.values()) {
      assertReturns(client, call("privateHash", SHARED, key), hash);
    }
  }

  @Test
  final void whatOneOrganisationKeepsAloneNoOtherReads() {
    hide(Client.SUBMITTER, EXCHANGE);
    assertReturns(Client.SUBMITTER, get(EXCHANGE), secret);
    assertThat(refused(Client.OBSERVER, get(EXCHANGE))).isEqualTo("CONTRACT_FAULT");
    assertThat(refused(Client.AUDITOR, get(EXCHANGE))).isEqualTo("CONTRACT_FAULT");
    assertReturns(Client.OBSERVER, call("privateHash", EXCHANGE, key), hash);
    assertReturns(Client.AUDITOR, call("privateHash", EXCHANGE, key), hash);
  }

  @Test
  final void whoIsNoMemberMayNotWriteEither() {
    for (String collection : new String[] {SHARED, EXCHANGE}) {
      assertThat(code(submit(ledger, Client.AUDITOR, call("hide", collection, key, text))))
          .isEqualTo("CONTRACT_FAULT");
    }
    assertThat(code(submit(ledger, Client.OBSERVER, call("hide", EXCHANGE, key, text))))
        .isEqualTo("CONTRACT_FAULT");
    assertReturns(Client.SUBMITTER, get(SHARED), "");
    assertReturns(Client.SUBMITTER, get(EXCHANGE), "");
  }

  @Test
  final void anOrganisationsImplicitCollectionIsOnItsOwnPeerOnly() {
    hide(Client.OBSERVER, OF_OPERATOR);
    LedgerCall hashed = call("privateHash", OF_OPERATOR, key);
    assertReturns(Client.OBSERVER, get(OF_OPERATOR), secret);
    assertReturns(Client.SUBMITTER, hashed, hash);
    assertThat(refused(Client.SUBMITTER, get(OF_OPERATOR))).isEqualTo("CONTRACT_FAULT");
    hide(Client.SUBMITTER, OF_EXCHANGE);
    assertReturns(Client.OBSERVER, call("privateHash", OF_EXCHANGE, key), hash);
    assertThat(refused(Client.OBSERVER, get(OF_EXCHANGE))).isEqualTo("CONTRACT_FAULT");
    assertReturns(Client.SUBMITTER, get(OF_EXCHANGE), secret);
  }

  @Test
  final void onlyTheHashIsInTheBlock() {
    for (String collection : new String[] {SHARED, EXCHANGE, OF_EXCHANGE}) {
      SubmitOutcome.Committed hidden = hide(Client.SUBMITTER, collection);
      String block = latin(ledger.block(hidden.blockNumber()));
      byte[] hashed = Hash.of(secret.getBytes(StandardCharsets.UTF_8)).bytes();
      assertThat(block)
          .doesNotContain(secret)
          .contains(new String(hashed, StandardCharsets.ISO_8859_1));
    }
    assertReturns(Client.SUBMITTER, call("get", key), "/0");
  }

  @Test
  final void whatIsTransientReachesThePeersThatSimulateAndNoBlock() {
    LedgerCall keep = call("hideTransient", EXCHANGE, key).withTransient("secret", secret);
    SubmitOutcome.Committed hidden =
        committed(submit(ledger, Client.SUBMITTER, keep.askedOf("ExchangeMSP")));
    assertReturns(Client.SUBMITTER, get(EXCHANGE), secret);
    assertReturns(Client.AUDITOR, call("privateHash", EXCHANGE, key), hash);
    LedgerBlock block = ledger.block(hidden.blockNumber());
    assertThat(latin(block)).doesNotContain(secret).doesNotContain("GridOperatorMSP");
    assertThat(kept(hidden.blockNumber(), hidden.transactionId()).call()).isEqualTo(keep.open());
    assertThat(code(submit(ledger, Client.SUBMITTER, keep.open())))
        .as("nothing was handed over")
        .isEqualTo("NOTHING_GIVEN");
  }

  @Test
  final void whatOneOrganisationIsAskedForAloneIsInvalidWhereMoreMustSign() {
    LedgerCall alone = call("hide", SHARED, key, text).askedOf("ExchangeMSP");
    SubmitOutcome outcome = submit(ledger, Client.SUBMITTER, alone);
    assertThat(outcome).isInstanceOf(SubmitOutcome.Invalid.class);
    assertThat(((SubmitOutcome.Invalid) outcome).code()).isEqualTo("ENDORSEMENT_POLICY_FAILURE");
    assertReturns(Client.SUBMITTER, get(SHARED), "");
  }

  @Test
  final void deletedAndPurgedValuesAreGoneWithTheirHashes() {
    for (String function : new String[] {"deletePrivate", "purgePrivate"}) {
      hide(Client.SUBMITTER, SHARED);
      committed(submit(ledger, Client.SUBMITTER, call(function, SHARED, key)));
      assertReturns(Client.SUBMITTER, get(SHARED), "");
      assertReturns(Client.SUBMITTER, call("privateHash", SHARED, key), "");
      assertReturns(Client.OBSERVER, get(SHARED), "");
    }
  }

  @Test
  final void aPrivateKeysOwnPolicySaysWhoseSignaturesItNeeds() {
    LedgerCall protectors = call("privateProtectors", SHARED, key);
    assertThat(latin(ledger.block(hide(Client.SUBMITTER, SHARED).blockNumber())))
        .as("the chaincode's policy asks for both")
        .contains("GridOperatorMSP");
    assertReturns(Client.SUBMITTER, protectors, "");
    protect("ExchangeMSP");
    assertReturns(Client.SUBMITTER, protectors, "ExchangeMSP");
    assertReturns(Client.OBSERVER, protectors, "ExchangeMSP");
    assertThat(refused(Client.AUDITOR, protectors)).isEqualTo("CONTRACT_FAULT");
    assertReturns(Client.SUBMITTER, get(SHARED), secret);
    assertReturns(Client.OBSERVER, get(SHARED), secret);
    assertThat(latin(ledger.block(hide(Client.SUBMITTER, SHARED).blockNumber())))
        .doesNotContain("GridOperatorMSP");
    assertReturns(Client.OBSERVER, protectors, "ExchangeMSP");
    protect("ExchangeMSP,RegulatorMSP");
    for (String function : new String[] {"hide", "protectPrivate"}) {
      assertThatThrownBy(
              () -> submit(ledger, Client.SUBMITTER, call(function, SHARED, key, "ExchangeMSP")))
          .as("nobody runs the contract for the Regulator")
          .isInstanceOf(LedgerException.class);
    }
    assertReturns(Client.OBSERVER, get(SHARED), secret);
  }

  @Test
  final void onlyAPrivateKeyWithAValueHasAPolicy() {
    protect("ExchangeMSP");
    LedgerCall protectors = call("privateProtectors", SHARED, key);
    assertReturns(Client.SUBMITTER, protectors, "");
    hide(Client.SUBMITTER, SHARED);
    protect("ExchangeMSP");
    assertReturns(Client.SUBMITTER, protectors, "ExchangeMSP");
    committed(submit(ledger, Client.SUBMITTER, call("deletePrivate", SHARED, key)));
    hide(Client.SUBMITTER, SHARED);
    assertReturns(Client.SUBMITTER, protectors, "");
  }

  private void protect(String organisations) {
    committed(submit(ledger, Client.SUBMITTER, call("protectPrivate", SHARED, key, organisations)));
  }

  @Test
  final void whatAllSignersReadMayBecomePublicAndNothingElse() {
    hide(Client.SUBMITTER, SHARED);
    hide(Client.SUBMITTER, EXCHANGE);
    // The other signer may be a block behind, and knows the value only then.
    assertReturns(Client.OBSERVER, get(SHARED), secret);
    assertReturns(Client.OBSERVER, call("privateHash", EXCHANGE, key), hash);
    LedgerCall reveal = call("reveal", EXCHANGE, key);
    assertThatThrownBy(() -> submit(ledger, Client.SUBMITTER, reveal))
        .isInstanceOf(LedgerException.class);
    assertReturns(Client.SUBMITTER, call("get", key), "/0");
    committed(submit(ledger, Client.SUBMITTER, call("reveal", SHARED, key)));
    assertReturns(Client.SUBMITTER, call("get", key), "/" + secret + "/" + (secret.length() + 1));
  }

  @Test
  final void aCollectionThatNobodyDefinedIsRefused() {
    for (String name : new String[] {"unheard-of", "_implicit_org_NobodyMSP"}) {
      assertThat(code(submit(ledger, Client.SUBMITTER, call("hide", name, key, text))))
          .isEqualTo("CONTRACT_FAULT");
      assertThat(refused(Client.SUBMITTER, get(name))).isEqualTo("CONTRACT_FAULT");
      assertThat(refused(Client.SUBMITTER, call("privateHash", name, key)))
          .isEqualTo("CONTRACT_FAULT");
      assertThat(refused(Client.SUBMITTER, call("privateRange", name))).isEqualTo("CONTRACT_FAULT");
    }
  }

  private SubmitOutcome.Committed hide(Client client, String collection) {
    return committed(submit(ledger, client, call("hide", collection, key, text)));
  }

  private LedgerCall get(String collection) {
    return call("getPrivate", collection, key);
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }

  private static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of("probe", function, arguments);
  }

  private static String latin(LedgerBlock block) {
    StringBuilder bytes = new StringBuilder();
    block.envelopes().forEach(one -> bytes.append(new String(one, StandardCharsets.ISO_8859_1)));
    return bytes.toString();
  }
}
