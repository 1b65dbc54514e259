package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.Hash;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** The blocks: each states the hash of the one before, and every transaction is kept. */
final class BlockChain implements Closeable {
  private final BlockFile file;
  private final Committer committer;
  private Hash last = Hash.ZERO;

  private BlockChain(BlockFile file, Committer committer) {
    this.file = file;
    this.committer = committer;
  }

  /**
   * Opens the blocks in a file and applies all of them, checking every hash, signature and verdict.
   *
   * @throws LedgerException naming the first block that is wrong
   */
  static BlockChain open(Path path, Committer committer) {
    BlockChain chain = new BlockChain(BlockFile.open(path), committer);
    try {
      for (int number = 0; number < chain.file.size(); number++) {
        chain.replay(number);
      }
      return chain;
    } catch (RuntimeException e) {
      chain.close();
      throw e;
    }
  }

  /** Validates transactions, applies the valid ones, and keeps all of them in a new block. */
  List<TxValidationCode> append(List<Endorsed> transactions) throws IOException {
    StoredBlock block =
        apply(
            file.size(),
            transactions.stream().map(one -> one.envelope().toByteString()).toList(),
            transactions.stream().map(one -> one.sides().privateValues()).toList());
    file.append(block.encode());
    last = block.hash();
    return block.verdicts();
  }

  int height() {
    return file.size();
  }

  StoredBlock read(int number) {
    return StoredBlock.decode(number, file.read(number));
  }

  @Override
  public void close() {
    file.close();
  }

  private void replay(int number) {
    StoredBlock stored = read(number);
    stored.requireFollows(number, last);
    StoredBlock again = apply(number, stored.envelopes(), stored.privateValues());
    // Not only the verdicts: a block has one spelling, and any other one was not written here.
    if (!again.equals(stored)) {
      throw new LedgerException(
          "block "
              + number
              + " is not what its transactions make: it says "
              + stored.verdicts()
              + ", they are "
              + again.verdicts());
    }
    last = stored.hash();
  }

  private StoredBlock apply(
      int number, List<ByteString> envelopes, List<ByteString> privateValues) {
    return StoredBlock.of(
        BlockHeader.newBuilder()
            .setNumber(number)
            .setPreviousHash(StoredBlock.stated(number, last)),
        envelopes,
        privateValues,
        committer.commit(number, envelopes, privateValues));
  }
}
