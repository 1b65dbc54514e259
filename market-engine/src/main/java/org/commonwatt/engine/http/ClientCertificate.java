package org.commonwatt.engine.http;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.commonwatt.model.Hash;

/**
 * A certificate that a client has shown.
 *
 * @param fingerprint SHA-256 of its DER, 64 hexadecimal digits, lower case
 * @param end it is not taken from then on
 */
record ClientCertificate(String fingerprint, Instant end) {
  /** What the client of a request has shown, as {@link Tls#client} finds it. */
  static Optional<ClientCertificate> of(HttpServerRequest request) {
    return Tls.client(request).map(ClientCertificate::of);
  }

  private static ClientCertificate of(X509Certificate shown) {
    try {
      return new ClientCertificate(
          Hash.of(shown.getEncoded()).hex(), shown.getNotAfter().toInstant());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was taken has no encoding", e);
    }
  }
}
