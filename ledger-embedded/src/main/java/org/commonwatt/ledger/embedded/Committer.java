package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Applies blocks to the state, one transaction after the other: for a new block and when the state
 * is rebuilt from the file, by the same code.
 */
final class Committer {
  private final Validator validator;
  private final WorldState state;
  private final Map<String, CommitStatus> statuses = new HashMap<>();

  Committer(Validator validator, WorldState state) {
    this.validator = validator;
    this.state = state;
  }

  /**
   * Validates the transactions of a block and applies the valid ones.
   *
   * @param number the block's
   * @param envelopes the transactions
   * @param privateValues for each transaction its private values, empty without any
   * @return for each transaction the verdict
   */
  List<TxValidationCode> commit(
      long number, List<ByteString> envelopes, List<ByteString> privateValues) {
    List<TxValidationCode> verdicts = new ArrayList<>();
    state.beginBlock();
    for (int i = 0; i < envelopes.size(); i++) {
      Version version = Version.newBuilder().setBlockNum(number).setTxNum(i).build();
      verdicts.add(commit(version, envelopes.get(i), privateValues.get(i)));
    }
    return verdicts;
  }

  /** Where a transaction stands, empty when no block holds it. */
  Optional<CommitStatus> status(String transactionId) {
    return Optional.ofNullable(statuses.get(transactionId));
  }

  private TxValidationCode commit(Version version, ByteString envelope, ByteString privateValues) {
    try {
      StoredTransaction transaction = StoredTransaction.read(envelope);
      TxValidationCode verdict = validator.validate(transaction, statuses::containsKey);
      if (verdict == TxValidationCode.VALID) {
        applyOpen(transaction, version);
        applyPrivate(privateValues, version);
      }
      String id = transaction.channelHeader().getTxId();
      // A duplicate must not overwrite the status of the transaction that it repeats.
      statuses.putIfAbsent(id, new CommitStatus(id, version.getBlockNum(), verdict.name()));
      return verdict;
    } catch (InvalidProtocolBufferException e) {
      return TxValidationCode.BAD_PAYLOAD;
    }
  }

  private void applyOpen(StoredTransaction transaction, Version version)
      throws InvalidProtocolBufferException {
    for (NsReadWriteSet set : transaction.readWriteSet().getNsRwsetList()) {
      KVRWSet open = KVRWSet.parseFrom(set.getRwset());
      for (KVWrite write : open.getWritesList()) {
        byte[] value = write.getValue().toByteArray();
        apply(state.open(), write, version);
        state.remember(
            write.getKey(),
            new WorldState.Modification(
                transaction.channelHeader().getTxId(),
                transaction.timestamp(),
                value,
                write.getIsDelete()));
      }
      for (KVMetadataWrite write : open.getMetadataWritesList()) {
        state.open().protect(write.getKey(), write.getEntries(0).getValue(), version);
      }
      for (CollectionHashedReadWriteSet collection : set.getCollectionHashedRwsetList()) {
        applyHashes(collection, version);
      }
    }
  }

  private void applyHashes(CollectionHashedReadWriteSet collection, Version version)
      throws InvalidProtocolBufferException {
    StateSpace hashes = state.hashed(collection.getCollectionName());
    HashedRWSet set = HashedRWSet.parseFrom(collection.getHashedRwset());
    for (KVWriteHash write : set.getHashedWritesList()) {
      String key = HexFormat.of().formatHex(write.getKeyHash().toByteArray());
      if (write.getIsDelete()) {
        hashes.delete(key);
      } else {
        hashes.put(key, write.getValueHash().toByteArray(), version);
      }
    }
    for (KVMetadataWriteHash write : set.getMetadataWritesList()) {
      String key = HexFormat.of().formatHex(write.getKeyHash().toByteArray());
      hashes.protect(key, write.getEntries(0).getValue(), version);
    }
  }

  private void applyPrivate(ByteString privateValues, Version version)
      throws InvalidProtocolBufferException {
    for (NsPvtReadWriteSet set : TxPvtReadWriteSet.parseFrom(privateValues).getNsPvtRwsetList()) {
      for (CollectionPvtReadWriteSet collection : set.getCollectionPvtRwsetList()) {
        StateSpace values = state.closed(collection.getCollectionName());
        KVRWSet written = KVRWSet.parseFrom(collection.getRwset());
        for (KVWrite write : written.getWritesList()) {
          requireHash(collection.getCollectionName(), write, version);
          apply(values, write, version);
        }
        // The policy is with the hash; the value has the hash's version, which has changed.
        for (KVMetadataWrite write : written.getMetadataWritesList()) {
          values.protect(write.getKey(), ByteString.EMPTY, version);
        }
      }
    }
  }

  /** The public part was applied before: the private values must be those it has the hashes of. */
  private void requireHash(String collection, KVWrite write, Version version) {
    Versioned hash = state.hashed(collection).get(CollectionSet.hashOf(write.getKey()));
    ByteString expected = hash == null ? ByteString.EMPTY : Bytes.string(hash.value());
    ByteString actual = write.getIsDelete() ? ByteString.EMPTY : Bytes.sha256(write.getValue());
    if (!expected.equals(actual)) {
      throw new LedgerException(
          "block " + version.getBlockNum() + ": a private value is not the one that was hashed");
    }
  }

  private static void apply(StateSpace space, KVWrite write, Version version) {
    if (write.getIsDelete()) {
      space.delete(write.getKey());
    } else {
      space.put(write.getKey(), write.getValue().toByteArray(), version);
    }
  }
}
