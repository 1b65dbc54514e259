package org.commonwatt.ledger.fabric;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * An organisation's certificate authority.
 *
 * @param mspId the organisation
 * @param keys the authority's
 * @param certificate the authority's
 */
record TestAuthority(String mspId, KeyPair keys, X509Certificate certificate) {
  private static final Instant START = Instant.parse("2022-01-01T00:00:00Z");

  /**
   * Somebody with a key and a certificate.
   *
   * @param certificate issued by an authority
   * @param key signs
   * @param serialized the identity as transactions carry it
   */
  record Member(X509Certificate certificate, PrivateKey key, ByteString serialized) {
    ByteString sign(ByteString... parts) {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        for (ByteString part : parts) {
          signature.update(part.toByteArray());
        }
        return ByteString.copyFrom(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  static TestAuthority of(String mspId) {
    KeyPair keys = newKeys();
    String name = "CN=ca." + mspId;
    return new TestAuthority(mspId, keys, issue(name, name, keys, keys, true));
  }

  /** A member with a role as organisational unit. */
  Member member(String role) {
    return named("CN=" + role + "1,OU=" + role);
  }

  /** A member of this distinguished name. */
  Member named(String name) {
    KeyPair own = newKeys();
    X509Certificate issued = issue("CN=ca." + mspId, name, own, keys, false);
    return new Member(issued, own.getPrivate(), serialized(issued));
  }

  /** The authority itself, passing for a member. */
  Member itself() {
    return new Member(certificate, keys.getPrivate(), serialized(certificate));
  }

  private ByteString serialized(X509Certificate one) {
    return SerializedIdentity.newBuilder()
        .setMspid(mspId)
        .setIdBytes(ByteString.copyFromUtf8(Identities.toPemString(one)))
        .build()
        .toByteString();
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate issue(
      String issuer, String subject, KeyPair own, KeyPair signer, boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.ONE,
              Date.from(START),
              Date.from(START.plus(Duration.ofDays(3653))),
              X500Name.getInstance(new X500Principal(subject).getEncoded()),
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new AssertionError(e);
    }
  }
}
