package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the server's certificate: which are taken, and by which names it is called. */
class TlsFilesTest {
  private final TestAuthority authority = new TestAuthority("village");

  @TempDir Path folder;
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    certificate = folder.resolve("server.pem");
    key = folder.resolve("server.key");
    authority.issue("server").write(certificate, key);
  }

  private static TlsSettings settings(String address, Path certificate, Path key) {
    return new TlsSettings(address, certificate, key, Optional.empty());
  }

  private static void assertUnusable(Path certificate, Path key, String why) {
    assertThatThrownBy(settings("127.0.0.1", certificate, key)::requireUsable)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void theServerAnswersToTheNamesInItsCertificate() throws Exception {
    TlsFiles files = TlsFiles.read(settings("127.0.0.1", certificate, key));
    assertThat(files.isNamed("market.example")).isTrue();
    assertThat(files.isNamed("one.homes.example")).isTrue();
    assertThat(files.isNamed("a.one.homes.example")).isFalse();
    assertThat(files.isNamed("homes.example")).isFalse();
    assertThat(files.isNamed("evil.example")).isFalse();
  }

  @Test
  void anAddressIsTheSameHoweverItIsWritten() throws Exception {
    TlsFiles files = TlsFiles.read(settings("127.0.0.1", certificate, key));
    assertThat(files.isNamed("127.0.0.1")).isTrue();
    assertThat(files.isNamed("[2001:db8::1]")).isTrue();
    assertThat(files.isNamed("[2001:db8:0:0:0:0:0:1]")).isTrue();
    assertThat(files.isNamed("[2001:db8::2]")).isFalse();
    assertThat(files.isNamed("[market.example]")).isFalse();
    assertThat(files.isNamed("[")).isFalse();
  }

  @Test
  void itsAddressInUrlsIsWhereItListens() {
    assertThat(settings("192.0.2.1", certificate, key).urlHost()).isEqualTo("192.0.2.1");
    assertThat(settings("2001:db8::1", certificate, key).urlHost()).isEqualTo("[2001:db8::1]");
    assertThat(settings("localhost", certificate, key).urlHost()).isEqualTo("localhost");
    assertThat(settings("0.0.0.0", certificate, key).urlHost()).isEqualTo("127.0.0.1");
    assertThat(settings("::", certificate, key).urlHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    Path ownKey = folder.resolve("key.pem");
    Path ownCertificate = folder.resolve("cert.pem");
    authority.issue("x").write(ownCertificate, ownKey);
    assertUnusable(certificate, ownKey, "is not that of");
    assertUnusable(folder.resolve("absent"), ownKey, "absent");
    assertUnusable(ownKey, ownKey, ownKey + " has no certificate");
    assertUnusable(ownCertificate, ownCertificate, "may be used by others");
    Files.writeString(ownKey, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertUnusable(ownCertificate, ownKey, "is not that of");
    Files.writeString(ownKey, "nothing");
    assertUnusable(ownCertificate, ownKey, "has no private key in PEM");
  }

  @Test
  void aKeyOfAKindThatTheServerCannotReadIsRefusedAndOneOfRsaIsTaken() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    authority.issue("ed", generator.generateKeyPair()).write(certificate, key);
    assertUnusable(certificate, key, "the server takes EC and RSA");
    authority
        .issue("rsa", KeyPairGenerator.getInstance("RSA").generateKeyPair())
        .write(certificate, key);
    settings("127.0.0.1", certificate, key).requireUsable();
  }
}
