package org.commonwatt.audit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** A fake: it runs no contract; tests put blocks and answers into it, true ones or forged ones. */
final class FakeLedger implements Ledger {
  private final List<LedgerBlock> blocks = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private final Map<String, BigInteger> balances = new HashMap<>();
  private boolean broken;

  FakeLedger() {
    append(List.of());
  }

  /** Posts a batch in a block of its own and updates list and balances. */
  FakeLedger post(String transactionId, SettlementBatch batch) {
    String json = BatchJson.write(batch);
    transaction(transactionId, "VALID", LedgerCall.of("settlement", "PostBatch", json));
    listed.add("{\"batch\":" + json + ",\"transactionId\":\"" + transactionId + "\"}");
    for (Posting posting : batch.postings()) {
      credit(posting.account(), posting.amountNano());
    }
    return this;
  }

  void transaction(String id, String code, LedgerCall call) {
    append(List.of(new LedgerTransaction(id, code, call, null, null)));
  }

  /** A valid call by a client, in a block of its own. */
  void transaction(String id, LedgerCall call, @Nullable Creator creator) {
    append(List.of(new LedgerTransaction(id, "VALID", call, null, null, creator)));
  }

  /** One more call in the last block. */
  FakeLedger together(String id, LedgerCall call, @Nullable Creator creator) {
    LedgerBlock last = blocks.remove(blocks.size() - 1);
    List<LedgerTransaction> all = new ArrayList<>(last.transactions());
    all.add(new LedgerTransaction(id, "VALID", call, null, null, creator));
    append(all);
    return this;
  }

  void credit(String account, long amountNano) {
    balances.merge(account, BigInteger.valueOf(amountNano), BigInteger::add);
  }

  /** Forgets what the contract answers about batches; the blocks stay. */
  void forgetBatches() {
    listed.clear();
  }

  void breakDown() {
    broken = true;
  }

  void replace(int number, LedgerBlock block) {
    blocks.set(number, block);
  }

  private void append(List<LedgerTransaction> transactions) {
    List<byte[]> envelopes = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (LedgerTransaction transaction : transactions) {
      byte[] envelope = FakeEnvelope.of(transaction);
      envelopes.add(envelope);
      data.writeBytes(envelope);
    }
    Hash previous = blocks.isEmpty() ? Hash.ZERO : headerHash(blocks.get(blocks.size() - 1));
    blocks.add(
        new LedgerBlock(
            blocks.size(),
            previous,
            Hash.of(data.toByteArray()),
            envelopes,
            FakeEnvelope.metadata(transactions),
            transactions));
  }

  /**
   * The DER of the header spelled out: sequence of 71 bytes, integer of 1, two strings of 32; block
   * 0 has no bytes in the first string.
   */
  static Hash headerHash(LedgerBlock block) {
    if (block.number() == 0) {
      return Hash.of(
          new byte[] {0x30, 39, 0x02, 1, 0, 0x04, 0, 0x04, 32}, block.dataHash().bytes());
    }
    return Hash.of(
        new byte[] {0x30, 71, 0x02, 1, (byte) block.number(), 0x04, 32},
        block.previousHash().bytes(),
        new byte[] {0x04, 32},
        block.dataHash().bytes());
  }

  @Override
  public String label() {
    return "a fake for tests";
  }

  @Override
  public SubmitOutcome submit(LedgerCall call) {
    throw new UnsupportedOperationException("an audit only reads");
  }

  @Override
  public EvaluateOutcome evaluate(LedgerCall call) {
    if (call.function().equals("ListBatches")) {
      return new EvaluateOutcome.Returned("[" + String.join(",", listed) + "]");
    }
    @Nullable BigInteger balance = balances.get(call.arguments().get(1));
    return new EvaluateOutcome.Returned(balance == null ? "0" : balance.toString());
  }

  @Override
  public Optional<CommitStatus> status(String transactionId) {
    throw new UnsupportedOperationException("an audit reads blocks");
  }

  @Override
  public long height() {
    if (broken) {
      throw new LedgerException("the fake is broken on purpose");
    }
    return blocks.size();
  }

  @Override
  public LedgerBlock block(long number) {
    return blocks.get(Math.toIntExact(number));
  }

  @Override
  public LedgerEvents events(LedgerCheckpoint after) {
    throw new UnsupportedOperationException("an audit reads blocks");
  }

  @Override
  public void close() {}
}
