package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.Set;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;

/**
 * What a transaction changes.
 *
 * @param open whether it writes public state or sets an event
 * @param collections the private data collections that it writes to
 */
record WrittenSet(boolean open, Set<String> collections) {

  /** What the endorsers have signed. */
  static WrittenSet of(ByteString response) throws InvalidProtocolBufferException {
    ChaincodeAction action =
        ChaincodeAction.parseFrom(ProposalResponsePayload.parseFrom(response).getExtension());
    boolean open = !action.getEvents().isEmpty();
    Set<String> collections = new HashSet<>();
    for (NsReadWriteSet space : TxReadWriteSet.parseFrom(action.getResults()).getNsRwsetList()) {
      KVRWSet set = KVRWSet.parseFrom(space.getRwset());
      open |= set.getWritesCount() + set.getMetadataWritesCount() > 0;
      for (CollectionHashedReadWriteSet hashed : space.getCollectionHashedRwsetList()) {
        HashedRWSet hashes = HashedRWSet.parseFrom(hashed.getHashedRwset());
        if (hashes.getHashedWritesCount() + hashes.getMetadataWritesCount() > 0) {
          collections.add(hashed.getCollectionName());
        }
      }
    }
    return new WrittenSet(open, collections);
  }

  /** Who must have endorsed it: of what is not only in collections of other policies, everybody. */
  Set<String> endorsers(TrustAnchors anchors) {
    if (open || collections.isEmpty() || !anchors.collections().keySet().containsAll(collections)) {
      return anchors.endorsers();
    }
    Set<String> all = new HashSet<>();
    collections.forEach(name -> all.addAll(anchors.collections().get(name)));
    return all;
  }
}
