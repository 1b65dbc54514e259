package org.commonwatt.ingest.modbus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates, made by the JDK's own tool. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;

  public Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes a key and its certificate, as a key store and as PEM files: NAME.crt, NAME.key. */
  public void make(String name, String algorithm, String host) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=ip:" + host,
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new AssertionError("keytool failed");
    }
    KeyStore keys = store(name);
    pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
  }

  /** What a server does with its own certificate, when it trusts the other's. */
  SSLContext context(String own, String trusted) throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(own), PASSWORD);
    KeyStore others = KeyStore.getInstance("PKCS12");
    others.load(null, null);
    others.setCertificateEntry(trusted, store(trusted).getCertificate(trusted));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(others);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** What a client reads of the PEM files. */
  TlsIdentity identity(String own, String trusted) throws IOException {
    return TlsIdentity.load(
        folder.resolve(own + ".crt"),
        folder.resolve(own + ".key"),
        folder.resolve(trusted + ".crt"));
  }

  private KeyStore store(String name) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private void pem(String file, String type, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {(byte) 10}).encodeToString(content);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, text, type));
  }
}
