package org.commonwatt.ledger.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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
    int number = file.size();
    List<TxValidationCode> verdicts =
        committer.commit(
            number,
            transactions.stream().map(one -> one.envelope().toByteString()).toList(),
            transactions.stream().map(one -> one.sides().privateValues()).toList());
    StoredBlock block =
        StoredBlock.of(
            BlockHeader.newBuilder().setNumber(number).setPreviousHash(Bytes.string(last.bytes())),
            transactions,
            verdicts);
    file.append(block.encode());
    last = block.hash();
    return verdicts;
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
    StoredBlock block = read(number);
    block.requireFollows(number, last);
    List<TxValidationCode> verdicts =
        committer.commit(number, block.envelopes(), block.privateValues());
    if (!verdicts.equals(block.verdicts())) {
      throw new LedgerException(
          "block " + number + " keeps verdicts that do not follow: " + names(verdicts));
    }
    last = block.hash();
  }

  private static String names(List<TxValidationCode> verdicts) {
    return verdicts.stream().map(Enum::name).collect(Collectors.joining(", ", "expected ", ""));
  }
}
