package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a ledger whose file was changed, cut or is in use. */
class BlockFileTest {
  private static final int PREAMBLE = "commonwatt embedded ledger 2\n".length();
  private static final int BATCHES = 4;

  /** The first registers the rulebook. */
  private static final int BLOCKS = 1 + BATCHES;

  private final Path folder;
  private final Path file;
  private final SampleBatches batches = new SampleBatches("m");

  BlockFileTest(@TempDir Path folder) {
    this.folder = folder;
    file = folder.resolve("blocks");
  }

  @Test
  void everyChangedByteIsFound() throws IOException {
    byte[] good = written();
    Random random = new Random(20220802);
    for (int i = 0; i < 200; i++) {
      int position = random.nextInt(good.length);
      byte[] bad = good.clone();
      bad[position] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, bad);
      assertThatThrownBy(this::open)
          .as("byte %s", position)
          .isInstanceOf(LedgerException.class)
          .hasMessageMatching("(?s).*(block \\d|is not a block file).*");
      assertThat(Files.readAllBytes(file)).as("the evidence stays").isEqualTo(bad);
    }
  }

  @Test
  void aChangeWithAMatchingSumIsFoundByTheHashes() throws IOException {
    byte[] good = written();
    for (int position = PREAMBLE + 12; position < good.length; position += 97) {
      byte[] bad = good.clone();
      bad[position] ^= 1;
      if (resum(bad, position)) {
        Files.write(file, bad);
        assertThatThrownBy(this::open)
            .as("byte %s", position)
            .isInstanceOf(LedgerException.class)
            .hasMessageContaining("block ");
      }
    }
  }

  @Test
  void aTornTailIsCutOffAndTheLedgerGoesOn() throws IOException {
    byte[] good = written();
    int begin = recordStart(good, BLOCKS - 1);
    for (int length : new int[] {begin + 1, begin + 11, begin + 12, begin + 500, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      try (Ledger ledger = open()) {
        assertThat(ledger.height()).as("cut at %s", length).isEqualTo(BLOCKS - 1);
        assertThat(Files.size(file)).isEqualTo(begin);
        SettlementLedger settlement = new SettlementLedger(ledger);
        assertThat(settlement.batches("m")).hasSize(BATCHES - 1);
        assertThat(settlement.post(batches.payment(BATCHES, head(ledger), 1)))
            .isInstanceOf(SubmitOutcome.Committed.class);
      }
    }
  }

  @Test
  void aTornPreambleIsAnEmptyLedger() throws IOException {
    Files.write(file, new byte[] {'c', 'o', 'm'});
    try (Ledger ledger = open()) {
      assertThat(ledger.height()).isZero();
    }
    try (Ledger ledger = open()) {
      assertThat(ledger.height()).isZero();
    }
  }

  @Test
  void aBlockThatIsTakenOutIsMissed() throws IOException {
    byte[] good = written();
    int second = recordStart(good, 1);
    int third = recordStart(good, 2);
    byte[] without = new byte[good.length - (third - second)];
    System.arraycopy(good, 0, without, 0, second);
    System.arraycopy(good, third, without, second, good.length - third);
    Files.write(file, without);
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("block 1 says that it is 2");
  }

  @Test
  void anotherLedgersBlocksAreNotTakenForOnesOwn() throws IOException {
    byte[] good = written();
    Path other = Files.createDirectory(folder.resolve("other"));
    EmbeddedLedger.open(other, InstantSource.system()).close();
    Files.write(other.resolve("blocks"), good);
    assertThatThrownBy(() -> EmbeddedLedger.open(other, InstantSource.system()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("block 0");
  }

  @Test
  void aChangeUnderAnOpenLedgerIsFoundWhenTheBlockIsRead() throws IOException {
    byte[] bad = written();
    try (Ledger ledger = open()) {
      bad[recordStart(bad, 2) + 40] ^= 1;
      Files.write(file, bad);
      assertThat(ledger.block(1).number()).isEqualTo(1);
      assertThatThrownBy(() -> ledger.block(2))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("block 2");
    }
  }

  @Test
  void aSecondOpenerIsToldAndHarmsNothing() throws IOException {
    byte[] good = written();
    try (Ledger ledger = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("in use");
      assertThat(ledger.height()).isEqualTo(BLOCKS);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
    open().close();
  }

  @Test
  void aDamagedIdentityIsNamed() throws IOException {
    written();
    Path identity = folder.resolve("identities").resolve("GridOperator.pem");
    Files.move(identity, folder.resolve("kept"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(identity, "no key");
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("GridOperator.pem");
    Files.move(folder.resolve("kept"), identity, StandardCopyOption.REPLACE_EXISTING);
    open().close();
  }

  @Test
  void aClosedLedgerSaysSo() {
    Ledger ledger = open();
    ledger.close();
    ledger.close();
    assertThatThrownBy(ledger::height)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> ledger.submit(LedgerCall.of("settlement", "GetHead", "m")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed");
  }

  private EmbeddedLedger open() {
    return EmbeddedLedger.open(folder, InstantSource.system());
  }

  private byte[] written() throws IOException {
    try (Ledger ledger = open()) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      batches.registered(ledger);
      Hash predecessor = Hash.ZERO;
      for (int slot = 0; slot < BATCHES; slot++) {
        SubmitOutcome outcome = settlement.post(batches.payment(slot, predecessor, 1000));
        predecessor = new Hash(((SubmitOutcome.Committed) outcome).result());
      }
    }
    return Files.readAllBytes(file);
  }

  private static Hash head(Ledger ledger) {
    String head = ledger.evaluate(LedgerCall.of("settlement", "GetHead", "m")).toString();
    int at = head.indexOf("batchHash\":\"") + "batchHash\":\"".length();
    return new Hash(head.substring(at, at + 64));
  }

  private static int recordStart(byte[] bytes, int index) {
    int start = PREAMBLE;
    for (int i = 0; i < index; i++) {
      start += 12 + ByteBuffer.wrap(bytes).getInt(start);
    }
    return start;
  }

  /** Makes the sum of the record around a position right again; false when it is in a header. */
  private static boolean resum(byte[] bytes, int position) {
    int start = PREAMBLE;
    while (start < bytes.length) {
      int length = ByteBuffer.wrap(bytes).getInt(start);
      if (position < start + 12) {
        return false;
      }
      if (position < start + 12 + length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, start + 12, length);
        ByteBuffer.wrap(bytes).putInt(start + 8, (int) sum.getValue());
        return true;
      }
      start += 12 + length;
    }
    return false;
  }
}
