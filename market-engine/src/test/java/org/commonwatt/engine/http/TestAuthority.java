package org.commonwatt.engine.http;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.commonwatt.model.Hash;

/** An issuer of certificates. */
final class TestAuthority {
  private static final AtomicLong SERIAL = new AtomicLong();
  private static final Duration DAYS = Duration.ofDays(30);

  private final String name;
  private final Holder self;

  TestAuthority(String name) {
    this.name = "CN=" + name;
    KeyPair keys = newKeys();
    self = new Holder(issue(this.name, keys, keys.getPrivate(), DAYS), keys.getPrivate());
  }

  /** A certificate and its key. */
  record Holder(X509Certificate certificate, PrivateKey key) {
    String fingerprint() throws GeneralSecurityException {
      return Hash.of(certificate.getEncoded()).hex();
    }

    void write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(certificateFile, pem(certificate));
      Files.writeString(keyFile, pem(new JcaPKCS8Generator(key, null)));
      Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** The issuer's own certificate, PEM. */
  String pem() {
    return pem(self.certificate());
  }

  X509Certificate certificate() {
    return self.certificate();
  }

  /**
   * A server at 127.0.0.1, 2001:db8::1, market.example and all of one level below homes.example; or
   * a client.
   */
  Holder issue(String subject) {
    return issue(subject, newKeys());
  }

  /** The same, for keys of any kind. */
  Holder issue(String subject, KeyPair keys) {
    return new Holder(issue("CN=" + subject, keys, self.key(), DAYS), keys.getPrivate());
  }

  /** One that ran out an hour ago. */
  Holder expired(String subject) {
    KeyPair keys = newKeys();
    Duration ago = Duration.ofHours(-1);
    return new Holder(issue("CN=" + subject, keys, self.key(), ago), keys.getPrivate());
  }

  private X509Certificate issue(String subject, KeyPair own, PrivateKey signer, Duration life) {
    try {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(name),
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(life)),
              new X500Name(subject),
              own.getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(subject.equals(name)));
      GeneralName[] names = {
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.iPAddress, "2001:db8::1"),
        new GeneralName(GeneralName.dNSName, "market.example"),
        new GeneralName(GeneralName.dNSName, "*.homes.example")
      };
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new AssertionError(e);
    }
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

  private static String pem(Object what) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(what);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }
}
