package org.commonwatt.engine.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.audit.BatchReceiptClaim;
import org.commonwatt.audit.FrameReceiptClaim;
import org.commonwatt.audit.ReceiptCheck;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts of frames of all sizes, judged by the audit, which counts the root in its own way. */
class FrameTreeTest {
  private static final long OFFSET = 41;
  private static final String OTHER = Hash.of(new byte[] {9}).hex();

  @TempDir private Path folder;
  private EngineKey key;
  private ReceiptSigner signer;

  @BeforeEach
  void makeAKey() throws Exception {
    key = EngineKey.open(folder.resolve("engine.key"));
    signer = new ReceiptSigner("village", 0, key);
  }

  @Test
  void everyCommandOfAFrameOfAnySizeHasAReceiptUnderTheOneSignature() {
    List<FrameReceiptClaim> claims = new ArrayList<>();
    for (int size = 1; size <= 20; size++) {
      FrameTree frame = frame(size);
      byte[] signature = signer.sign(frame, 0).signature();
      for (int command = 0; command < size; command++) {
        ReceiptSigner.Signed signed = signer.sign(frame, command);
        assertThat(signed.signature()).isSameAs(signature);
        claims.add(claim(signed));
      }
    }
    // Nothing stands on the log here: the signature is the first that would be found to be wrong.
    assertThat(codes(claims))
        .hasSize(claims.size())
        .containsOnly(ReceiptFinding.Code.COMMAND_MISSING);
  }

  @Test
  void whatIsChangedAnywhereWasNotSigned() {
    for (int size : new int[] {1, 2, 3, 7, 8}) {
      for (int command = 0; command < size; command++) {
        FrameReceiptClaim good = claim(signer.sign(frame(size), command));
        List<FrameReceiptClaim> bad = new ArrayList<>();
        BatchReceiptClaim.Part part = good.command();
        bad.add(with(good, "other", OFFSET, part, size, good.inclusionPath()));
        bad.add(with(good, "village", OFFSET + 1, part, size, good.inclusionPath()));
        bad.add(with(good, "village", OFFSET, part, size + 1, good.inclusionPath()));
        bad.add(with(good, "village", OFFSET, part, 0, good.inclusionPath()));
        bad.add(with(good, "village", OFFSET, at(part, command + 1), size, good.inclusionPath()));
        bad.add(with(good, "village", OFFSET, at(part, -1), size, good.inclusionPath()));
        List<String> longer = new ArrayList<>(good.inclusionPath());
        longer.add(OTHER);
        bad.add(with(good, "village", OFFSET, part, size, longer));
        for (int i = 0; i < good.inclusionPath().size(); i++) {
          List<String> path = new ArrayList<>(good.inclusionPath());
          path.set(i, OTHER);
          bad.add(with(good, "village", OFFSET, part, size, path));
          path.set(i, "no hash");
          bad.add(with(good, "village", OFFSET, part, size, path));
          path.remove(i);
          bad.add(with(good, "village", OFFSET, part, size, path));
        }
        assertThat(codes(bad)).hasSize(bad.size()).containsOnly(ReceiptFinding.Code.BAD_SIGNATURE);
      }
    }
  }

  private static BatchReceiptClaim.Part at(BatchReceiptClaim.Part part, int index) {
    return new BatchReceiptClaim.Part(index, part.commandHash(), part.sequence(), part.eventHash());
  }

  private static FrameReceiptClaim with(
      FrameReceiptClaim good,
      String market,
      long offset,
      BatchReceiptClaim.Part part,
      int size,
      List<String> path) {
    return new FrameReceiptClaim(
        market, 0, offset, part, size, path, good.engine(), good.signature());
  }

  private static FrameTree frame(int size) {
    return new FrameTree(
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    new Evidence(
                        OFFSET,
                        i,
                        Hash.of(new byte[] {1, (byte) i}),
                        977 + 2L * i,
                        Hash.of(new byte[] {2, (byte) i})))
            .toList());
  }

  private static FrameReceiptClaim claim(ReceiptSigner.Signed signed) {
    Receipt receipt = signed.receipt();
    Evidence evidence = receipt.evidence();
    return new FrameReceiptClaim(
        receipt.market(),
        receipt.partition(),
        evidence.commandOffset(),
        new BatchReceiptClaim.Part(
            evidence.commandIndex(),
            evidence.commandHash().hex(),
            evidence.sequence(),
            evidence.eventHash().hex()),
        receipt.treeSize(),
        receipt.inclusionPath().stream().map(Hash::hex).toList(),
        receipt.engine(),
        signed.signature());
  }

  private List<ReceiptFinding.Code> codes(List<FrameReceiptClaim> claims) {
    EngineKeyRecord known = new EngineKeyRecord(key.engine(), EngineKey.ALGORITHM, key.publicKey());
    StoredRecord stored = new StoredRecord(0, EngineKeyCodec.encode("village", known));
    ReceiptCheck.Log log = new ReceiptCheck.Log(List.of(stored), List.of(), List.of());
    return ReceiptCheck.run(claims.stream().map(FrameReceiptClaim::claim).toList(), log).stream()
        .map(ReceiptFinding::code)
        .toList();
  }
}
