package org.commonwatt.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.Test;

/** What the check finds in blocks that somebody with some of the keys could have made. */
class SignatureProofTest {
  private static final ByteString CALL =
      TestNetwork.call(TestNetwork.CHAINCODE, "settlement:PostBatch", "{}");

  private final TestNetwork network = new TestNetwork();
  private final SignatureProof proof = new SignatureProof(network.anchors());
  private final Header header = network.header(1);

  @Test
  void aBlockThatAllSignedHasNoProblem() {
    assertThat(problems(network.exchangePeer, network.operatorPeer)).isEmpty();
  }

  @Test
  void aTransactionThatOneOrganisationEndorsedAloneIsFound() {
    assertThat(problems(network.exchangePeer))
        .singleElement()
        .asString()
        .contains("missing [GridOperatorMSP]");
    assertThat(problems(network.exchangePeer, network.exchange.member("peer"))).hasSize(1);
    assertThat(problems()).hasSize(1);
  }

  @Test
  void whatOnlyWritesToACollectionOfAnotherPolicyNeedsThatPolicysEndorsements() {
    ChaincodeAction.Builder own = writing(false, TestNetwork.OWN_COLLECTION);
    assertThat(problems(own, network.exchangePeer)).isEmpty();
    assertThat(problems(own, network.operatorPeer)).singleElement().asString().contains("Exchange");
    assertThat(problems(own)).hasSize(1);
    assertThat(problems(writing(false, "other"), network.exchangePeer)).hasSize(1);
    assertThat(problems(writing(false, TestNetwork.OWN_COLLECTION, "other"), network.exchangePeer))
        .hasSize(1);
    assertThat(problems(writing(true, TestNetwork.OWN_COLLECTION), network.exchangePeer))
        .as("it writes public state, too")
        .singleElement()
        .asString()
        .contains("missing [GridOperatorMSP]");
    assertThat(
            problems(own.setEvents(ByteString.copyFromUtf8("\u0012\u0001e")), network.exchangePeer))
        .as("it sets an event, too")
        .hasSize(1);
    assertThat(problems(TestNetwork.done(), network.exchangePeer)).as("it does nothing").hasSize(1);
  }

  private List<String> problems(ChaincodeAction.Builder does, TestAuthority.Member... endorsers) {
    return check(network.transaction(header, CALL, does.build(), endorsers));
  }

  private static ChaincodeAction.Builder writing(boolean open, String... collections) {
    KVRWSet.Builder publicly = KVRWSet.newBuilder();
    if (open) {
      publicly.addWrites(KVWrite.newBuilder().setKey("a"));
    }
    NsReadWriteSet.Builder space =
        NsReadWriteSet.newBuilder()
            .setNamespace(TestNetwork.CHAINCODE)
            .setRwset(publicly.build().toByteString());
    for (String collection : collections) {
      HashedRWSet hashes =
          HashedRWSet.newBuilder().addHashedWrites(KVWriteHash.getDefaultInstance()).build();
      space.addCollectionHashedRwset(
          CollectionHashedReadWriteSet.newBuilder()
              .setCollectionName(collection)
              .setHashedRwset(hashes.toByteString()));
    }
    return TestNetwork.done()
        .setResults(TxReadWriteSet.newBuilder().addNsRwset(space).build().toByteString());
  }

  @Test
  void onlyPeersEndorse() {
    assertThat(problems(network.exchangePeer, network.operator.member("client"))).hasSize(1);
    assertThat(problems(network.exchangePeer, network.operator.itself())).hasSize(1);
  }

  @Test
  void aRoleIsAUnitOfTheNameAndNotAWordInIt() {
    for (String name :
        List.of(
            "CN=x\\,OU=peer", "CN=x\\,OU=peer\\,y,OU=client", "OU=peer2", "O=peer", "OU=\\ peer")) {
      assertThat(problems(network.exchangePeer, network.operator.named(name))).as(name).hasSize(1);
    }
    for (String name : List.of("OU=peer", "OU=org1,OU=peer,CN=x", "CN=x+OU=peer", "OU=peer+OU=x")) {
      assertThat(problems(network.exchangePeer, network.operator.named(name))).as(name).isEmpty();
    }
  }

  @Test
  void anImpostorsAuthorityVouchesForNobody() {
    TestAuthority impostor = TestAuthority.of("GridOperatorMSP");
    assertThat(problems(network.exchangePeer, impostor.member("peer"))).hasSize(1);
    assertThat(problems(network.exchangePeer, TestAuthority.of("OtherMSP").member("peer")))
        .hasSize(1);
  }

  @Test
  void endorsementsOfAnotherCallAreFound() {
    Envelope good = transaction(header, CALL, network.exchangePeer, network.operatorPeer);
    Envelope other =
        network.transaction(
            header,
            TestNetwork.call(TestNetwork.CHAINCODE, "settlement:PostBatch", "{\"more\":1}"),
            network.exchangePeer,
            network.operatorPeer);
    assertThat(check(Splice.callOf(other, good, network.client)))
        .singleElement()
        .asString()
        .contains("another one");
  }

  @Test
  void aTransactionThatItsCreatorDidNotSignIsFound() {
    Envelope good = transaction(header, CALL, network.exchangePeer, network.operatorPeer);
    Envelope unsigned =
        good.toBuilder().setSignature(network.exchangePeer.sign(good.getPayload())).build();
    assertThat(check(unsigned)).singleElement().asString().contains("creator's signature");
  }

  @Test
  void anInvalidTransactionNeedsNoSignatures() {
    Envelope nobodys = transaction(header, CALL);
    assertThat(
            proof.problems(
                decoded(nobodys, network.orderer, TxValidationCode.ENDORSEMENT_POLICY_FAILURE)))
        .isEmpty();
  }

  @Test
  void whatGovernsNeedsOneEndorsementThatHolds() {
    ByteString approval = TestNetwork.call("_lifecycle", "ApproveChaincodeDefinitionForMyOrg");
    assertThat(check(transaction(header, approval, network.operatorPeer))).isEmpty();
    assertThat(check(transaction(header, approval))).hasSize(1);
  }

  @Test
  void aBlockThatNoOrdererSignedIsFound() {
    Envelope good = transaction(header, CALL, network.exchangePeer, network.operatorPeer);
    for (TestAuthority.Member forger :
        List.of(
            network.exchangePeer,
            network.ordering.member("client"),
            TestAuthority.of("OrderingMSP").member("orderer"))) {
      assertThat(proof.problems(decoded(good, forger, TxValidationCode.VALID)))
          .singleElement()
          .asString()
          .contains("orderer");
    }
  }

  @Test
  void aSignatureOfAnotherHeaderIsFound() {
    LedgerBlock block = decoded(transaction(header, CALL), network.orderer);
    LedgerBlock moved =
        new LedgerBlock(
            block.number() + 1,
            block.previousHash(),
            block.dataHash(),
            block.envelopes(),
            block.metadata(),
            block.transactions());
    assertThat(proof.problems(block)).isEmpty();
    assertThat(proof.problems(moved)).hasSize(1);
  }

  @Test
  void noBytesMakeItThrow() {
    Random random = new Random(20220802);
    Envelope good = transaction(header, CALL, network.exchangePeer, network.operatorPeer);
    LedgerBlock block = decoded(good, network.orderer, TxValidationCode.VALID);
    assertThat(proof.problems(block)).isEmpty();
    for (int i = 0; i < 500; i++) {
      byte[] envelope = changed(good.toByteArray(), random);
      assertThat(proof.problems(with(block, envelope, block.metadata())))
          .as("the header and its signature are the true ones")
          .isNotEmpty()
          .allMatch(problem -> problem.startsWith("transaction "));
      byte[] metadata = changed(block.metadata().get(0), random);
      assertThat(
              proof.problems(
                  with(
                      block,
                      good.toByteArray(),
                      List.of(metadata, block.metadata().get(1), block.metadata().get(2)))))
          .singleElement()
          .asString()
          .contains("orderer");
    }
  }

  private static LedgerBlock with(LedgerBlock block, byte[] envelope, List<byte[]> metadata) {
    return new LedgerBlock(
        block.number(),
        block.previousHash(),
        block.dataHash(),
        List.of(envelope),
        metadata,
        block.transactions());
  }

  @Test
  void decodedTransactionsSayWhatWasCalled() {
    LedgerBlock block =
        decoded(
            transaction(header, CALL, network.exchangePeer),
            network.orderer,
            TxValidationCode.VALID);
    LedgerTransaction transaction = block.transactions().get(0);
    assertThat(transaction.call()).isEqualTo(LedgerCall.of("settlement", "PostBatch", "{}"));
    assertThat(transaction.code()).isEqualTo("VALID");
    assertThat(transaction.eventName()).isEqualTo("Happened");
    assertThat(transaction.governs()).isFalse();
  }

  @Test
  void contractsOfOtherChaincodesAreNamedAfterThem() {
    assertThat(called("other", "settlement:PostBatch").contract()).isEqualTo("other/settlement");
    assertThat(called("registry", "PostEntries").contract())
        .as("a chaincode that is named like a contract of ours")
        .isEqualTo("registry/");
    assertThat(called("settlement", "_lifecycle:PostBatch").contract())
        .isEqualTo("settlement/_lifecycle");
    assertThat(called("_lifecycle", "CommitChaincodeDefinition").contract())
        .isEqualTo("_lifecycle");
    assertThat(called("settlement", "PostBatch").contract()).isEmpty();
  }

  @Test
  void anInvalidTransactionHasNoEvent() {
    LedgerBlock block =
        decoded(transaction(header, CALL), network.orderer, TxValidationCode.MVCC_READ_CONFLICT);
    assertThat(block.transactions().get(0).code()).isEqualTo("MVCC_READ_CONFLICT");
    assertThat(block.transactions().get(0).eventName()).isNull();
  }

  @Test
  void anchorsMustNameWhomTheyTrust() {
    assertThatThrownBy(() -> new TrustAnchors(Map.of(), Set.of("A"), Set.of("B"), "c", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new TrustAnchors(
                    Map.of("A", network.exchange.certificate()),
                    Set.of("A"),
                    Set.of(),
                    "c",
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private LedgerCall called(String chaincode, String function) {
    ByteString call = TestNetwork.call(chaincode, function);
    return decoded(transaction(header, call), network.orderer).transactions().get(0).call();
  }

  private List<String> problems(TestAuthority.Member... endorsers) {
    return check(transaction(header, CALL, endorsers));
  }

  private List<String> check(Envelope envelope) {
    return proof.problems(decoded(envelope, network.orderer, TxValidationCode.VALID));
  }

  private Envelope transaction(Header of, ByteString call, TestAuthority.Member... endorsers) {
    return network.transaction(of, call, endorsers);
  }

  private static LedgerBlock decoded(
      Envelope envelope, TestAuthority.Member orderer, TxValidationCode... codes) {
    return new BlockDecoder(TestNetwork.CHAINCODE)
        .decode(TestNetwork.block(7, orderer, List.of(envelope), codes).toByteArray());
  }

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] bad = bytes.clone();
    for (int i = 0; i < 3; i++) {
      bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return bad;
  }
}
