package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A block as the file keeps it: Fabric's message, and beside it the private values of each
 * transaction.
 *
 * @param block header, envelopes and verdicts
 * @param privateValues for each envelope, empty without any
 */
record StoredBlock(Block block, List<ByteString> privateValues) {

  /** The block of a number, in the one way in which it can be written. */
  static StoredBlock of(
      BlockHeader.Builder header,
      List<ByteString> envelopes,
      List<ByteString> privateValues,
      List<TxValidationCode> verdicts) {
    byte[] codes = new byte[verdicts.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) verdicts.get(i).getNumber();
    }
    BlockMetadata.Builder metadata = BlockMetadata.newBuilder();
    for (int i = 0; i < BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE; i++) {
      metadata.addMetadata(ByteString.EMPTY);
    }
    metadata.addMetadata(Bytes.string(codes));
    header.setDataHash(dataHash(envelopes));
    BlockData data = BlockData.newBuilder().addAllData(envelopes).build();
    return new StoredBlock(
        Block.newBuilder().setHeader(header).setData(data).setMetadata(metadata).build(),
        privateValues);
  }

  static StoredBlock decode(long number, byte[] body) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(body);
      Block block = Block.parseFrom(slice(bytes));
      List<ByteString> privateValues = new ArrayList<>();
      for (int i = 0; i < block.getData().getDataCount(); i++) {
        privateValues.add(slice(bytes));
      }
      if (bytes.hasRemaining()) {
        throw new InvalidProtocolBufferException("more private values than transactions");
      }
      return new StoredBlock(block, privateValues);
    } catch (InvalidProtocolBufferException | BufferUnderflowException e) {
      throw new LedgerException("block " + number + " is not a block", e);
    }
  }

  byte[] encode() {
    ByteString message = block.toByteString();
    int size = Integer.BYTES + message.size();
    for (ByteString values : privateValues) {
      size += Integer.BYTES + values.size();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).putInt(message.size()).put(message.toByteArray());
    privateValues.forEach(values -> bytes.putInt(values.size()).put(values.toByteArray()));
    return bytes.array();
  }

  List<ByteString> envelopes() {
    return block.getData().getDataList();
  }

  /** The stored verdicts, in order. */
  List<TxValidationCode> verdicts() {
    List<TxValidationCode> verdicts = new ArrayList<>();
    if (block.getMetadata().getMetadataCount() > BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE) {
      for (byte code :
          block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE)) {
        TxValidationCode verdict = TxValidationCode.forNumber(Byte.toUnsignedInt(code));
        verdicts.add(verdict == null ? TxValidationCode.NOT_VALIDATED : verdict);
      }
    }
    return verdicts;
  }

  /** The hash that the next block states. */
  Hash hash() {
    return hash(block.getHeader());
  }

  /** Throws unless this block is the one of its number and follows the given hash. */
  void requireFollows(long number, Hash previous) {
    BlockHeader header = block.getHeader();
    if (header.getNumber() != number) {
      throw new LedgerException("block " + number + " says that it is " + header.getNumber());
    }
    if (!header.getPreviousHash().equals(stated(number, previous))) {
      throw new LedgerException("block " + number + " does not follow the block before it");
    }
    if (!header.getDataHash().equals(dataHash(envelopes()))) {
      throw new LedgerException("block " + number + " does not hold the transactions it states");
    }
  }

  /** How a block states the hash of the one before; block 0 follows none and states nothing. */
  static ByteString stated(long number, Hash previous) {
    return number == 0 ? ByteString.EMPTY : Bytes.string(previous.bytes());
  }

  LedgerBlock toBlock() {
    List<LedgerTransaction> transactions = new ArrayList<>();
    List<TxValidationCode> verdicts = verdicts();
    try {
      for (int i = 0; i < envelopes().size(); i++) {
        transactions.add(StoredTransaction.read(envelopes().get(i)).toTransaction(verdicts.get(i)));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new LedgerException(
          "block " + block.getHeader().getNumber() + " holds what is no transaction", e);
    }
    BlockHeader header = block.getHeader();
    return new LedgerBlock(
        header.getNumber(),
        header.getNumber() == 0 ? Hash.ZERO : Hash.ofBytes(header.getPreviousHash().toByteArray()),
        Hash.ofBytes(header.getDataHash().toByteArray()),
        envelopes().stream().map(ByteString::toByteArray).toList(),
        block.getMetadata().getMetadataList().stream().map(ByteString::toByteArray).toList(),
        transactions);
  }

  private static Hash hash(BlockHeader header) {
    ASN1Encodable[] fields = {
      new ASN1Integer(header.getNumber()),
      new DEROctetString(header.getPreviousHash().toByteArray()),
      new DEROctetString(header.getDataHash().toByteArray())
    };
    try {
      return Hash.of(new DERSequence(fields).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException("encoding in memory does not fail", e);
    }
  }

  private static ByteString dataHash(List<ByteString> envelopes) {
    return Bytes.sha256(envelopes.toArray(new ByteString[0]));
  }

  private static ByteString slice(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteString slice = ByteString.copyFrom(bytes.slice(bytes.position(), length));
    bytes.position(bytes.position() + length);
    return slice;
  }
}
