package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The issuers of a file of certificates, trusted alone. */
final class TrustedIssuers {
  private TrustedIssuers() {}

  /**
   * What a client of HTTPS needs to trust them, and nobody else.
   *
   * @param file PEM, one certificate or more
   * @throws UserError when it cannot be read, or holds none
   */
  static SSLContext context(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new UserError("--ca: " + file + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate one : found) {
        store.setCertificateEntry("issuer-" + store.size(), one);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UserError("--ca: " + file + " cannot be read: " + e, e);
    } catch (GeneralSecurityException e) {
      throw new UserError("--ca: " + file + " holds no certificates: " + e.getMessage(), e);
    }
  }
}
