package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** Tells whom an identity in a block belongs to, if an authority that is trusted vouches for it. */
final class Signatories {
  private static final String ALGORITHM = "SHA256withECDSA";

  private final Map<String, X509Certificate> authorities;
  private final Map<ByteString, Optional<Signatory>> known = new HashMap<>();

  Signatories(Map<String, X509Certificate> authorities) {
    this.authorities = authorities;
  }

  /**
   * Somebody whom an authority vouches for.
   *
   * @param mspId organisation
   * @param name distinguished name in the certificate, as RFC 2253 writes it
   * @param key verifies signatures
   */
  record Signatory(String mspId, String name, PublicKey key) {
    /** Whether the certificate gives a role, such as {@code peer}, as organisational unit. */
    boolean hasRole(String role) {
      try {
        for (Rdn part : new LdapName(name).getRdns()) {
          Attribute unit = part.toAttributes().get("OU");
          if (unit != null && unit.contains(role)) {
            return true;
          }
        }
        return false;
      } catch (NamingException e) {
        throw new IllegalStateException("a certificate's name is no name: " + name, e);
      }
    }

    /** Whether this one signed these bytes, one part after the other. */
    boolean signed(ByteString signature, List<ByteString> parts) {
      try {
        Signature verifier = Signature.getInstance(ALGORITHM);
        verifier.initVerify(key);
        for (ByteString part : parts) {
          verifier.update(part.asReadOnlyByteBuffer());
        }
        return verifier.verify(signature.toByteArray());
      } catch (GeneralSecurityException e) {
        // A malformed signature is an exception in Java, but just a false one here.
        return false;
      }
    }
  }

  /** The owner of a serialized identity, empty when no authority vouches for it. */
  Optional<Signatory> find(ByteString serializedIdentity) {
    return known.computeIfAbsent(serializedIdentity, this::read);
  }

  private Optional<Signatory> read(ByteString serializedIdentity) {
    try {
      SerializedIdentity identity = SerializedIdentity.parseFrom(serializedIdentity);
      X509Certificate authority = authorities.get(identity.getMspid());
      if (authority == null) {
        return Optional.empty();
      }
      X509Certificate certificate =
          Identities.readX509Certificate(identity.getIdBytes().toStringUtf8());
      certificate.verify(authority.getPublicKey());
      boolean isAuthority = certificate.getBasicConstraints() >= 0;
      return isAuthority
          ? Optional.empty()
          : Optional.of(
              new Signatory(
                  identity.getMspid(),
                  certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                  certificate.getPublicKey()));
    } catch (InvalidProtocolBufferException | GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
