package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.cli.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines with receipts of one command, of a batch, and with none. */
class ReceiptFileTest {
  private static final String ONE =
      "{\"kind\":\"commonwatt-receipt-1\",\"market\":\"village\",\"partition\":0,"
          + "\"commandOffset\":41,\"commandIndex\":3,\"commandHash\":\"aa\",\"sequence\":977,"
          + "\"eventHash\":\"bb\",\"engine\":\"engine-1\",\"signature\":\"AAEC\"}";
  private static final String BATCH =
      "{\"results\":[],\"receipt\":{\"kind\":\"commonwatt-batch-receipt-1\",\"market\":\"village\","
          + "\"partition\":0,\"commandOffset\":42,\"commands\":["
          + "{\"commandIndex\":0,\"commandHash\":\"cc\",\"sequence\":980,\"eventHash\":\"dd\"},"
          + "{\"commandIndex\":1,\"commandHash\":\"ee\",\"sequence\":981,\"eventHash\":\"ff\"}],"
          + "\"engine\":\"engine-1\",\"signature\":\"AAEC\"}}";

  private static final String FRAME =
      "{\"receipt\":{\"kind\":\"commonwatt-receipt-2\",\"market\":\"village\",\"partition\":0,"
          + "\"commandOffset\":43,\"commandIndex\":0,\"commandHash\":\"aa\",\"sequence\":990,"
          + "\"eventHash\":\"bb\",\"treeSize\":1,\"inclusionPath\":[],\"engine\":\"engine-1\","
          + "\"signature\":\"AAEC\"}}";

  @TempDir private Path folder;

  @Test
  void aReceiptOfABatchIsOneOfEachOfItsCommands() throws IOException {
    List<ReceiptClaim> claims = read(ONE + "\n\n" + BATCH + "\n");
    assertThat(claims).extracting(ReceiptClaim::commandOffset).containsExactly(41L, 42L, 42L);
    assertThat(claims).extracting(ReceiptClaim::commandIndex).containsExactly(3, 0, 1);
    assertThat(claims).extracting(ReceiptClaim::commandHash).containsExactly("aa", "cc", "ee");
    assertThat(claims).extracting(ReceiptClaim::sequence).containsExactly(977L, 980L, 981L);
    assertThat(claims).extracting(ReceiptClaim::eventHash).containsExactly("bb", "dd", "ff");
  }

  @Test
  void aReceiptOfAFrameIsOneOfItsCommand() throws IOException {
    List<ReceiptClaim> claims = read(FRAME + "\n" + ONE);
    assertThat(claims).extracting(ReceiptClaim::commandOffset).containsExactly(43L, 41L);
    assertThat(claims).extracting(ReceiptClaim::sequence).containsExactly(990L, 977L);
    assertThat(claims.get(0).together()).isNotEmpty();
    assertThat(claims.get(1).together()).isNull();
  }

  @Test
  void aLineThatIsNoReceiptIsNamed() {
    for (String bad :
        List.of(
            "{}",
            ONE.replace("receipt-1", "receipt-9"),
            FRAME.replace("\"treeSize\":1,", ""),
            BATCH.replaceAll("\\[\\{.*}]", "[]"))) {
      assertThatThrownBy(() -> read(ONE + "\n" + bad))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("line 2");
    }
  }

  private List<ReceiptClaim> read(String lines) throws IOException {
    Path file = folder.resolve("receipts.jsonl");
    Files.writeString(file, lines);
    return ReceiptFile.read(file);
  }
}
