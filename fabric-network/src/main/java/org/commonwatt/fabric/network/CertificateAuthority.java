package org.commonwatt.fabric.network;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * An organisation's certificate authority, whose key lies on this machine as in no real network.
 */
final class CertificateAuthority {
  /** Under this number Fabric's certificates carry attributes of a client, as JSON. */
  private static final ASN1ObjectIdentifier ATTRIBUTES =
      new ASN1ObjectIdentifier("1.2.3.4.5.6.7.8.1");

  private static final int SERIAL_BITS = 128;

  private final X509CertificateHolder certificate;
  private final PrivateKey key;

  private CertificateAuthority(X509CertificateHolder certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Reads an authority.
   *
   * @throws FabricException when certificate or key cannot be read
   */
  static CertificateAuthority read(Path certificate, Path key) {
    if (parse(certificate) instanceof X509CertificateHolder holder
        && parse(key) instanceof PrivateKeyInfo info) {
      try {
        return new CertificateAuthority(holder, new JcaPEMKeyConverter().getPrivateKey(info));
      } catch (IOException e) {
        throw new FabricException("cannot read the key " + key, e);
      }
    }
    throw new FabricException(certificate + " and " + key + " are no certificate and key");
  }

  /**
   * A certificate in a PEM file.
   *
   * @throws FabricException when it holds none
   */
  static X509CertificateHolder certificate(Path file) {
    if (parse(file) instanceof X509CertificateHolder holder) {
      return holder;
    }
    throw new FabricException(file + " is no certificate");
  }

  /** Whether this authority has signed a certificate. */
  boolean issued(X509CertificateHolder other) {
    try {
      return other.getIssuer().equals(certificate.getSubject())
          && other.isSignatureValid(new JcaContentVerifierProviderBuilder().build(certificate));
    } catch (GeneralSecurityException | OperatorCreationException | CertException e) {
      throw new FabricException("cannot check who issued " + other.getSubject(), e);
    }
  }

  /** A signed list, DER, of one revoked certificate. */
  byte[] revocationList(BigInteger serial, Instant time) {
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(certificate.getSubject(), Date.from(time));
      builder.addCRLEntry(serial, Date.from(time), CRLReason.privilegeWithdrawn);
      // Fabric finds the list by the key's identifier, and cannot read one that has more in it.
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(
              SubjectKeyIdentifier.fromExtensions(certificate.getExtensions()).getKeyIdentifier()));
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new FabricException("cannot revoke the certificate with number " + serial, e);
    }
  }

  /** The certificate of a client of this organisation with a role attribute. */
  Identity issueClient(String name, String role) {
    String attributes = "{\"attrs\":{\"role\":\"" + role + "\"}}";
    return issue(
        "OU=client,CN=" + name,
        builder ->
            builder.addExtension(ATTRIBUTES, false, attributes.getBytes(StandardCharsets.UTF_8)));
  }

  /** The certificate of a server on this machine. */
  Identity issueServer(String name) {
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            });
    return issue(
        "CN=" + name,
        builder -> builder.addExtension(Extension.subjectAlternativeName, false, names));
  }

  /** A certificate and its key, both as PEM. */
  record Identity(String certificate, String key) {}

  private interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws CertIOException;
  }

  private Identity issue(String subject, Extensions extensions) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      // As long-lived as the authority itself: a laptop's network is not renewed.
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              certificate.getSubject(),
              new BigInteger(SERIAL_BITS, new SecureRandom()),
              certificate.getNotBefore(),
              certificate.getNotAfter(),
              new X500Name(subject),
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      extensions.addTo(builder);
      X509CertificateHolder issued =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
      return new Identity(
          pem(issued), pem(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new FabricException("cannot issue a certificate for " + subject, e);
    }
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static Object parse(Path file) {
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      Object parsed = parser.readObject();
      if (parsed == null) {
        throw new FabricException(file + " holds no PEM");
      }
      return parsed;
    } catch (IOException e) {
      throw new FabricException("cannot read " + file, e);
    }
  }
}
