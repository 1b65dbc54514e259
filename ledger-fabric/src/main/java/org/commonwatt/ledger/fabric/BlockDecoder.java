package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Makes the port's block of Fabric's message. */
final class BlockDecoder {
  private final String chaincode;

  /** Decodes blocks whose contracts are in this chaincode. */
  BlockDecoder(String chaincode) {
    this.chaincode = chaincode;
  }

  /**
   * Decodes a block.
   *
   * @throws LedgerException when the bytes are no block
   */
  LedgerBlock decode(byte[] bytes) {
    try {
      Block block = Block.parseFrom(bytes);
      BlockHeader header = block.getHeader();
      return new LedgerBlock(
          header.getNumber(),
          header.getPreviousHash().isEmpty() ? Hash.ZERO : hash(header.getPreviousHash()),
          hash(header.getDataHash()),
          arrays(block.getData().getDataList()),
          arrays(block.getMetadata().getMetadataList()),
          transactions(block));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new LedgerException("the peer's answer is no block: " + e.getMessage(), e);
    }
  }

  private List<LedgerTransaction> transactions(Block block) throws InvalidProtocolBufferException {
    List<LedgerTransaction> transactions = new ArrayList<>();
    List<ByteString> envelopes = block.getData().getDataList();
    for (int i = 0; i < envelopes.size(); i++) {
      transactions.add(
          StoredEnvelope.read(envelopes.get(i)).toTransaction(verdict(block, i), chaincode));
    }
    return transactions;
  }

  /** A block that no peer has validated yet has no verdicts. */
  private static TxValidationCode verdict(Block block, int index) {
    int filter = BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE;
    if (block.getMetadata().getMetadataCount() <= filter
        || block.getMetadata().getMetadata(filter).size() <= index) {
      return TxValidationCode.NOT_VALIDATED;
    }
    int code = Byte.toUnsignedInt(block.getMetadata().getMetadata(filter).byteAt(index));
    TxValidationCode known = TxValidationCode.forNumber(code);
    return known == null ? TxValidationCode.INVALID_OTHER_REASON : known;
  }

  private static Hash hash(ByteString bytes) {
    return Hash.ofBytes(bytes.toByteArray());
  }

  private static List<byte[]> arrays(List<ByteString> strings) {
    return strings.stream().map(ByteString::toByteArray).toList();
  }
}
