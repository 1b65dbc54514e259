package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Decides whether a transaction takes effect on the state that the ones before it left. */
final class Validator {
  private final List<Organisation> organisations;
  private final List<Organisation> creators;
  private final EndorsementRules rules;
  private final WorldState state;

  /**
   * Judges transactions.
   *
   * @param organisations who may endorse
   * @param clients who may propose; the organisations may, too, as they do in older folders
   * @param rules who must endorse what
   * @param state the state that reads are compared with
   */
  Validator(
      List<Organisation> organisations,
      Collection<Organisation> clients,
      EndorsementRules rules,
      WorldState state) {
    this.organisations = organisations;
    this.creators = Stream.concat(clients.stream(), organisations.stream()).toList();
    this.rules = rules;
    this.state = state;
  }

  /**
   * The verdict on a transaction.
   *
   * @param known whether a transaction id is on the ledger
   */
  TxValidationCode validate(StoredTransaction transaction, Predicate<String> known)
      throws InvalidProtocolBufferException {
    String id = transaction.channelHeader().getTxId();
    if (!id.equals(CallProposal.transactionId(transaction.signatureHeader()))) {
      return TxValidationCode.BAD_PROPOSAL_TXID;
    }
    if (!isSignedByItsCreator(transaction)) {
      return TxValidationCode.BAD_CREATOR_SIGNATURE;
    }
    if (known.test(id)) {
      return TxValidationCode.DUPLICATE_TXID;
    }
    if (!isEndorsed(transaction)) {
      return TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
    }
    for (NsReadWriteSet set : transaction.readWriteSet().getNsRwsetList()) {
      TxValidationCode verdict = reads(set);
      if (verdict != TxValidationCode.VALID) {
        return verdict;
      }
    }
    return TxValidationCode.VALID;
  }

  private boolean isSignedByItsCreator(StoredTransaction transaction)
      throws InvalidProtocolBufferException {
    ByteString creator = transaction.signatureHeader().getCreator();
    return creators.stream()
        .filter(one -> one.serialized().equals(creator))
        .anyMatch(
            one ->
                one.verifies(
                    transaction.envelope().getPayload(), transaction.envelope().getSignature()));
  }

  private boolean isEndorsed(StoredTransaction transaction) throws InvalidProtocolBufferException {
    ByteString proposal =
        CallProposal.hash(
            transaction.payload().getHeader(),
            transaction.endorsed().getChaincodeProposalPayload());
    if (!transaction.response().getProposalHash().equals(proposal)) {
      return false;
    }
    ByteString response = transaction.endorsed().getAction().getProposalResponsePayload();
    Set<String> signed = new HashSet<>();
    for (Endorsement endorsement : transaction.endorsed().getAction().getEndorsementsList()) {
      organisations.stream()
          .filter(one -> one.serialized().equals(endorsement.getEndorser()))
          .filter(
              one -> one.verifies(response.concat(one.serialized()), endorsement.getSignature()))
          .forEach(one -> signed.add(one.mspId()));
    }
    try {
      return rules.isEnough(signed, transaction.readWriteSet());
    } catch (IllegalArgumentException noSuchCollection) {
      return false;
    }
  }

  private TxValidationCode reads(NsReadWriteSet set) throws InvalidProtocolBufferException {
    KVRWSet open = KVRWSet.parseFrom(set.getRwset());
    for (KVRead read : open.getReadsList()) {
      Optional<Version> then =
          read.hasVersion() ? Optional.of(read.getVersion()) : Optional.empty();
      if (!state.open().isStill(read.getKey(), then)) {
        return TxValidationCode.MVCC_READ_CONFLICT;
      }
    }
    if (!open.getRangeQueriesInfoList().stream().allMatch(this::isUnchanged)) {
      return TxValidationCode.PHANTOM_READ_CONFLICT;
    }
    for (CollectionHashedReadWriteSet collection : set.getCollectionHashedRwsetList()) {
      StateSpace hashes = state.hashed(collection.getCollectionName());
      for (KVReadHash read :
          HashedRWSet.parseFrom(collection.getHashedRwset()).getHashedReadsList()) {
        Optional<Version> then =
            read.hasVersion() ? Optional.of(read.getVersion()) : Optional.empty();
        String key = HexFormat.of().formatHex(read.getKeyHash().toByteArray());
        if (!hashes.isStill(key, then)) {
          return TxValidationCode.MVCC_READ_CONFLICT;
        }
      }
    }
    return TxValidationCode.VALID;
  }

  private boolean isUnchanged(RangeQueryInfo range) {
    StateSpace open = state.open();
    List<KVRead> now =
        (range.getItrExhausted()
                ? open.range(range.getStartKey(), range.getEndKey())
                : open.through(range.getStartKey(), range.getEndKey()))
            .entrySet().stream()
                .map(
                    row -> SimulatedSet.kvRead(row.getKey(), Optional.of(row.getValue().version())))
                .toList();
    return range.getRawReads().getKvReadsList().equals(now);
  }
}
