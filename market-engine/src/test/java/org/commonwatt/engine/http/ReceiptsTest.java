package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.receipt.Evidence;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of version 1, forever: receipts are kept for years. */
class ReceiptsTest {
  private static final Evidence EVIDENCE =
      new Evidence(41, 3, Hash.of(new byte[] {1}), 977, Hash.of(new byte[] {2}));

  @TempDir private Path folder;

  @Test
  void aReceiptIsSignedAndShownAsItsGoldenFileSays() throws Exception {
    Path file = folder.resolve("engine.key");
    Files.write(file, resource("receipt-1.key"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    ReceiptSigner signer = new ReceiptSigner("village", 0, EngineKey.open(file));
    JsonNode golden = new ObjectMapper().readTree(resource("receipt-1.json"));
    assertThat(new ObjectMapper().readTree(Receipts.json(signer.sign(EVIDENCE)).toString()))
        .isEqualTo(golden);
  }

  @Test
  void aReceiptOfABatchIsSignedAndShownAsItsGoldenFileSays() throws Exception {
    Path file = folder.resolve("engine.key");
    Files.write(file, resource("receipt-1.key"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    ReceiptSigner signer = new ReceiptSigner("village", 0, EngineKey.open(file));
    Evidence next = new Evidence(41, 4, Hash.of(new byte[] {2}), 979, Hash.of(new byte[] {3}));
    JsonNode golden = new ObjectMapper().readTree(resource("batch-receipt-1.json"));
    String shown = Receipts.json(signer.sign(List.of(EVIDENCE, next))).toString();
    assertThat(new ObjectMapper().readTree(shown)).isEqualTo(golden);
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = ReceiptsTest.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
