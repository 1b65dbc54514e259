package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;

/**
 * Whose signatures a transaction needs: for each key that it writes those of the key's own policy,
 * else of its collection's, else of the chaincode's; of the chaincode's, too, when it writes
 * nothing.
 */
final class EndorsementRules {
  private final List<String> endorsers;
  private final CollectionRules collections;
  private final WorldState state;

  /**
   * The rules of a chaincode.
   *
   * @param endorsers MSP ids of the organisations that run it, all of whom its policy asks for
   * @param collections its collections
   * @param state where keys have their policies
   */
  EndorsementRules(List<String> endorsers, CollectionRules collections, WorldState state) {
    this.endorsers = endorsers;
    this.collections = collections;
    this.state = state;
  }

  CollectionRules collections() {
    return collections;
  }

  /**
   * Whether these organisations' signatures are enough. Not when another transaction of the same
   * block has just given a key another policy.
   *
   * @throws IllegalArgumentException when a collection is not defined
   */
  boolean isEnough(Set<String> signers, TxReadWriteSet written) {
    return demands(written, true).stream().allMatch(demand -> demand.test(signers));
  }

  /** The fewest organisations whose signatures are enough, empty when all together are not. */
  Optional<Set<String>> fewest(TxReadWriteSet written) {
    List<Predicate<Set<String>>> demands = demands(written, false);
    Set<String> best = null;
    for (int choice = 1; choice < 1 << endorsers.size(); choice++) {
      Set<String> chosen = new TreeSet<>();
      for (int i = 0; i < endorsers.size(); i++) {
        if ((choice >> i & 1) == 1) {
          chosen.add(endorsers.get(i));
        }
      }
      boolean enough = demands.stream().allMatch(demand -> demand.test(chosen));
      best = enough && (best == null || chosen.size() < best.size()) ? chosen : best;
    }
    return Optional.ofNullable(best);
  }

  private List<Predicate<Set<String>>> demands(TxReadWriteSet written, boolean inBlock) {
    List<Predicate<Set<String>>> demands = new ArrayList<>();
    try {
      for (NsReadWriteSet space : written.getNsRwsetList()) {
        KVRWSet open = KVRWSet.parseFrom(space.getRwset());
        for (KVWrite write : open.getWritesList()) {
          demands.add(demand(state.open(), write.getKey(), Set.of(), inBlock));
        }
        for (KVMetadataWrite write : open.getMetadataWritesList()) {
          demands.add(demand(state.open(), write.getKey(), Set.of(), inBlock));
        }
        for (CollectionHashedReadWriteSet hashes : space.getCollectionHashedRwsetList()) {
          addDemands(hashes, demands, inBlock);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a set of reads and writes", e);
    }
    return demands.isEmpty() ? List.of(signers -> signers.containsAll(endorsers)) : demands;
  }

  private void addDemands(
      CollectionHashedReadWriteSet hashes, List<Predicate<Set<String>>> demands, boolean inBlock)
      throws InvalidProtocolBufferException {
    String name = hashes.getCollectionName();
    HashedRWSet set = HashedRWSet.parseFrom(hashes.getHashedRwset());
    Stream.concat(
            set.getHashedWritesList().stream().map(KVWriteHash::getKeyHash),
            set.getMetadataWritesList().stream().map(KVMetadataWriteHash::getKeyHash))
        .map(hash -> HexFormat.of().formatHex(hash.toByteArray()))
        .forEach(
            key ->
                demands.add(
                    demand(state.hashed(name), key, collections.find(name).endorsers(), inBlock)));
  }

  /** What a key demands; the chaincode's policy when neither it nor its collection has one. */
  private Predicate<Set<String>> demand(
      StateSpace space, String key, Set<String> ofCollection, boolean inBlock) {
    if (inBlock && space.hasNewPolicy(key)) {
      return signers -> false;
    }
    ByteString own = space.policy(key);
    if (!own.isEmpty()) {
      return signers -> SignaturePolicies.isFulfilled(own, signers);
    }
    return ofCollection.isEmpty()
        ? signers -> signers.containsAll(endorsers)
        : signers -> signers.containsAll(ofCollection);
  }
}
