package org.commonwatt.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands ask a market that encrypts, under a certificate that no Java trusts by itself. */
@Tag("slow")
class HttpsCommandsSlowTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path temp;

  @Test
  void aCommandTrustsTheMarketsOwnIssuerAndIsToldWhatNeedsALogin() throws Exception {
    Path folder = temp.resolve("village");
    Cli.Result init =
        Cli.run("init", folder.toString(), "--homes=2", "--modbus-port=" + TestPorts.pick());
    assertThat(init.exitCode()).as(init.toString()).isZero();
    Path file = folder.resolve("community.yaml");
    Files.writeString(
        file, Files.readString(file).replace("rulebook:\n", "rulebook:\n  loginFor: [auctions]\n"));
    makeCertificate("own");
    makeCertificate("other");
    String slot = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS).toString();
    String ca = "--ca=" + temp.resolve("own.crt");
    String login = "--login=" + folder.resolve("logins").resolve("administrator");
    try (Cli serve =
        Cli.start(
            "serve",
            "--logins",
            "--port=0",
            "--data=" + folder,
            "--tls-cert=" + temp.resolve("own.crt"),
            "--tls-key=" + temp.resolve("own.key"))) {
      String url = "--url=" + serve.awaitOut("Serving at (https://\\S+)/");
      Cli.Result shown =
          Eventually.get(
              EngineSite.LIMIT,
              () -> {
                Cli.Result result = Cli.run("operator", "show", slot, url, ca, login);
                return result.exitCode() == 0 ? result : null;
              });
      assertThat(shown.out()).as(shown.toString()).contains(slot);
      Cli.Result stranger = Cli.run("operator", "show", slot, url, ca);
      assertThat(stranger.exitCode()).as(stranger.toString()).isEqualTo(1);
      assertThat(stranger.err()).contains("LOGIN_REQUIRED");
      String wrong = "--ca=" + temp.resolve("other.crt");
      for (String[] trust : new String[][] {{}, {wrong}}) {
        Cli.Result refused =
            trust.length == 0
                ? Cli.run("operator", "show", slot, url, login)
                : Cli.run("operator", "show", slot, url, login, trust[0]);
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(3);
        assertThat(refused.err()).contains("is not trusted: --ca names the file of its issuer");
      }
    }
  }

  /** A certificate for this machine that signs itself, and its key, as PEM. */
  private void makeCertificate(String name) throws Exception {
    Path store = temp.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "village",
                "-keyalg",
                "EC",
                "-dname",
                "CN=village",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    write(name + ".crt", "CERTIFICATE", keys.getCertificate("village").getEncoded());
    write(name + ".key", "PRIVATE KEY", keys.getKey("village", PASSWORD).getEncoded());
  }

  private void write(String name, String kind, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Path file = temp.resolve(name);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
