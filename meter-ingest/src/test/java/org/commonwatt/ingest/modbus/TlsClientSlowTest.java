package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow because keys are made. */
@Tag("slow")
class TlsClientSlowTest extends ModbusClientKit {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Certificates certificates = new Certificates(folder);
    certificates.make("device", "EC", "127.0.0.1");
    certificates.make("client", "EC", "127.0.0.1");
    certificates.make("elsewhere", "RSA", "127.0.0.9");
  }

  @Override
  Wire wire() {
    try {
      return Wire.tls(new Certificates(folder).context("device", "client"));
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  Connection connection() {
    return connection("client", "device");
  }

  private static Connection connection(String own, String trusted) {
    try {
      return new Connection(Transport.TLS, new Certificates(folder).identity(own, trusted));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeviceThatWeDoNotTrustIsNotRead() throws IOException {
    assertThat(read(connection("client", "elsewhere"), wire())).isEqualTo(FailureCode.DISCONNECTED);
  }

  @Test
  void aDeviceDoesNotTalkToAClientThatItDoesNotTrust() throws IOException {
    // With TLS 1.3 the client learns of it at its first question only, or waits for an answer to
    // it.
    assertThat(read(connection("elsewhere", "device"), wire(), Duration.ofSeconds(5)))
        .isIn(FailureCode.DISCONNECTED, FailureCode.GARBLED, FailureCode.TIMEOUT);
  }

  @Test
  void aCertificateThatNamesAnotherHostIsNotTrusted() throws Exception {
    Wire elsewhere = Wire.tls(new Certificates(folder).context("elsewhere", "client"));
    assertThat(read(connection("client", "elsewhere"), elsewhere))
        .isEqualTo(FailureCode.DISCONNECTED);
  }

  private FailureCode read(Connection connection, Wire wire) throws IOException {
    return read(connection, wire, PATIENT);
  }

  private FailureCode read(Connection connection, Wire wire, Duration timeout) throws IOException {
    try (RawModbusServer server = new RawModbusServer(0, Request::countingRegisters, wire);
        ModbusClient client =
            new DigitalpetriModbusClient(
                server.endpoint(),
                connection,
                new ModbusOptions(timeout, 3, Duration.ZERO, Duration.ZERO),
                InstantSource.system())) {
      return code(client.read(RegisterTable.HOLDING, 1, 0, 1));
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws IOException {
    Path certificate = folder.resolve("client.crt");
    Path key = folder.resolve("client.key");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(() -> TlsIdentity.load(empty, key, certificate))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("empty.pem has no certificate");
    assertThatThrownBy(() -> TlsIdentity.load(certificate, empty, certificate))
        .hasMessageContaining("empty.pem has no private key");
    assertThatThrownBy(() -> TlsIdentity.load(certificate, key, key))
        .hasMessageContaining("client.key");
    assertThatThrownBy(
            () -> TlsIdentity.load(certificate, folder.resolve("elsewhere.key"), certificate))
        .hasMessageContaining("elsewhere.key")
        .hasMessageContaining("do not go together");
    assertThatThrownBy(() -> TlsIdentity.load(folder.resolve("none"), key, certificate))
        .hasMessageContaining("none");
  }
}
