package org.commonwatt.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Who proposed a transaction, as its header says. That it signed the transaction, and that its
 * authority vouches for the certificate, is for {@link BlockProof} to say.
 *
 * @param mspId the organisation's name on the ledger, such as {@code ExchangeMSP}
 * @param role the certificate's attribute {@code role}; empty when it has none, or is no
 *     certificate
 * @param certificate PEM; empty on a ledger that has no certificates
 */
public record Creator(String mspId, String role, String certificate) {
  /** Where Fabric's authorities put the attributes of a client. */
  private static final String ATTRIBUTES = "1.2.3.4.5.6.7.8.1";

  private static final int OCTET_STRING = 0x04;
  private static final int LONG_LENGTH = 0x80;

  /** Who has a certificate, with the role that it gives. */
  public static Creator of(String mspId, String certificate) {
    return new Creator(mspId, role(certificate), certificate);
  }

  /** Whether the chaincode's contracts take it for this client. */
  public boolean is(String otherMspId, String otherRole) {
    return mspId.equals(otherMspId) && role.equals(otherRole);
  }

  private static String role(String certificate) {
    try {
      X509Certificate read =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8)));
      byte[] extension = read.getExtensionValue(ATTRIBUTES);
      return extension == null
          ? ""
          : JsonParts.decode("attributes", content(extension), Creator::roleOf);
    } catch (CertificateException | LedgerException | IllegalArgumentException e) {
      return ""; // nobody's: it may do nothing
    }
  }

  private static String roleOf(JsonNode node) {
    JsonNode role = node.path("attrs").path("role");
    return role.isTextual() ? role.textValue() : "";
  }

  /** What stands in the octet string that an extension is. */
  private static String content(byte[] extension) {
    int at = 2;
    int length = extension.length < at ? -1 : extension[1] & 0xff;
    if (length >= LONG_LENGTH) {
      int more = length - LONG_LENGTH;
      length = 0;
      for (int i = 0; i < more && at < extension.length; i++) {
        length = length << Byte.SIZE | extension[at++] & 0xff;
      }
    }
    if (length < 0 || extension[0] != OCTET_STRING || length != extension.length - at) {
      throw new IllegalArgumentException("an extension that is no octet string");
    }
    return new String(extension, at, length, StandardCharsets.UTF_8);
  }
}
