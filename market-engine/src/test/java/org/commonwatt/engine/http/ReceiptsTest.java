package org.commonwatt.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.commonwatt.audit.ReceiptCheck;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.receipt.Evidence;
import org.commonwatt.engine.receipt.FrameTree;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.engine.stream.JsonBytes;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of each version, forever: receipts are kept for years. */
class ReceiptsTest {
  private static final Evidence EVIDENCE =
      new Evidence(41, 3, Hash.of(new byte[] {1}), 977, Hash.of(new byte[] {2}));
  private static final Evidence NEXT =
      new Evidence(41, 4, Hash.of(new byte[] {2}), 979, Hash.of(new byte[] {3}));

  @TempDir private Path folder;

  @Test
  void aReceiptIsSignedAndShownAsItsGoldenFileSays() throws Exception {
    List<Evidence> evidences = new ArrayList<>();
    for (byte i = 0; i < 5; i++) {
      Hash command = Hash.of(new byte[] {(byte) (i + 1)});
      Hash event = Hash.of(new byte[] {(byte) (i + 2)});
      evidences.add(new Evidence(41, i, command, 977 + 2 * i, event));
    }
    FrameTree frame = new FrameTree(evidences);
    assertThat(read(Receipts.json(signer().sign(frame, 3)).toString().getBytes(UTF_8)))
        .isEqualTo(read(resource("receipt-2.json")));
  }

  @Test
  void aReceiptOfABatchIsSignedAndShownAsItsGoldenFileSays() throws Exception {
    JsonBytes shown = new JsonBytes();
    Receipts.write(shown, signer().sign(List.of(EVIDENCE, NEXT)));
    assertThat(read(shown.toBytes())).isEqualTo(read(resource("batch-receipt-1.json")));
  }

  @Test
  void receiptsOfVersionOneAreStillRight() throws Exception {
    JsonNode old = read(resource("receipt-1.json"));
    ReceiptClaim claim =
        new ReceiptClaim(
            old.get("market").textValue(),
            old.get("partition").intValue(),
            old.get("commandOffset").longValue(),
            old.get("commandIndex").intValue(),
            old.get("commandHash").textValue(),
            old.get("sequence").longValue(),
            old.get("eventHash").textValue(),
            old.get("engine").textValue(),
            Base64.getDecoder().decode(old.get("signature").textValue()));
    EngineKey key = signer().key();
    StoredRecord known =
        new StoredRecord(
            0,
            EngineKeyCodec.encode(
                "village",
                new EngineKeyRecord(key.engine(), EngineKey.ALGORITHM, key.publicKey())));
    ReceiptCheck.Log log = new ReceiptCheck.Log(List.of(known), List.of(), List.of());
    assertThat(ReceiptCheck.run(List.of(claim), log))
        .extracting(ReceiptFinding::code)
        .containsExactly(ReceiptFinding.Code.COMMAND_MISSING); // nothing is on this log
  }

  private ReceiptSigner signer() throws Exception {
    Path file = folder.resolve("engine.key");
    Files.write(file, resource("receipt-1.key"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new ReceiptSigner("village", 0, EngineKey.open(file));
  }

  private static JsonNode read(byte[] json) throws Exception {
    return new ObjectMapper().readTree(json);
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = ReceiptsTest.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
