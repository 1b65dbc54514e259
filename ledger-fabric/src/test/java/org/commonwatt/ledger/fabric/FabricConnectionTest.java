package org.commonwatt.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.commonwatt.ledger.LedgerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FabricConnectionTest {
  private static final String GOOD =
      """
      {"peer": "127.0.0.1:7051", "tlsCa": "ca.pem", "mspId": "ExchangeMSP",
       "certificate": "cert.pem", "key": "key.pem", "channel": "c", "chaincode": "s"}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    for (String name : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
      Files.writeString(folder.resolve(name), "none");
    }
  }

  @Test
  void pathsStartAtTheFilesFolder() throws IOException {
    FabricConnection connection = read(GOOD);
    assertThat(connection.peer().endpoint()).isEqualTo("127.0.0.1:7051");
    assertThat(connection.peer().tlsCa()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(connection.peer().hostOverride()).isNull();
    assertThat(connection.client().key()).isEqualTo(folder.resolve("key.pem"));
    assertThat(connection.channel()).isEqualTo("c");
    assertThat(read(GOOD.replace("{", "{\"hostOverride\": \"peer0\",")).peer().hostOverride())
        .isEqualTo("peer0");
  }

  @Test
  void whatIsWrongIsNamed() {
    refused("", "text");
    refused("{", "is not JSON");
    refused("[]", "peer must be given");
    refused(GOOD.replace("\"channel\": \"c\",", ""), "channel must be given");
    refused(GOOD.replace("\"c\"", "7"), "channel must be given");
    refused(GOOD.replace("key.pem", "nowhere.pem"), "nowhere.pem, which is no file");
    refused(GOOD.replace("\"mspId\"", "\"msp\""), "msp is not a field");
  }

  @Test
  void aFileThatIsMissingOrHoldsNoKeyIsNamed() throws IOException {
    assertThatThrownBy(() -> FabricConnection.read(folder.resolve("none.json")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("none.json");
    FabricConnection connection = read(GOOD);
    assertThatThrownBy(() -> FabricLedger.open(connection, Deadlines.DEFAULT))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ExchangeMSP");
  }

  @Test
  void deadlinesArePositive() {
    Duration one = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Deadlines(one, one, one, one, Duration.ZERO, one, one))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FabricConnection read(String text) throws IOException {
    return FabricConnection.read(Files.writeString(folder.resolve("connection.json"), text));
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("connection.json")
        .hasMessageContaining(message.equals("text") ? "must be given" : message);
  }
}
