package org.commonwatt.ledger.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.commonwatt.ledger.LedgerException;

/**
 * Keys and certificates of the organisations and their clients: one PEM file each, made when first
 * needed.
 */
final class OrganisationStore {
  private static final Duration VALIDITY = Duration.ofDays(3653);

  /** Where Fabric's certificate authority puts a certificate's attributes. */
  private static final ASN1ObjectIdentifier ATTRIBUTES =
      new ASN1ObjectIdentifier("1.2.3.4.5.6.7.8.1");

  private final Path folder;
  private final Instant now;

  /** Keeps the files in a folder; certificates made now are valid from a day ago. */
  OrganisationStore(Path folder, Instant now) {
    this.folder = folder;
    this.now = now;
  }

  /** The organisations of these names, in order. */
  List<Organisation> all(String... names) {
    return List.of(names).stream().map(name -> one(name, "")).toList();
  }

  /** The identity of a client, whose certificate has its role as an attribute. */
  Organisation client(Client client) {
    return one(client.organisation(), client.role());
  }

  private Organisation one(String name, String role) {
    Path file = folder.resolve(name + (role.isEmpty() ? "" : "." + role) + ".pem");
    try {
      if (!Files.exists(file)) {
        create(name, role, file);
      }
      return read(name, file);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new LedgerException("cannot use the key and certificate in " + file, e);
    }
  }

  private void create(String name, String role, Path file)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    StringWriter text = new StringWriter();
    try (JcaPEMWriter out = new JcaPEMWriter(text)) {
      out.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
      out.writeObject(certificate(name, role, keys));
    }
    Files.createDirectories(folder);
    // Renamed when complete: a key that is half written would lock the ledger out for good.
    Path temporary = folder.resolve(file.getFileName() + ".tmp");
    Files.writeString(temporary, text.toString());
    if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private X509Certificate certificate(String name, String role, KeyPair keys)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    X500Name subject =
        new X500Name("CN=" + (role.isEmpty() ? name : role) + ",O=" + name + ",OU=embedded");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.ONE,
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(VALIDITY)),
            subject,
            keys.getPublic());
    if (!role.isEmpty()) {
      String attributes = "{\"attrs\":{\"role\":\"" + role + "\"}}";
      builder.addExtension(ATTRIBUTES, false, attributes.getBytes(StandardCharsets.UTF_8));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static Organisation read(String name, Path file)
      throws IOException, GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      if (parser.readObject() instanceof PrivateKeyInfo key
          && parser.readObject() instanceof X509CertificateHolder holder) {
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(pem)) {
          out.writeObject(certificate);
        }
        return Organisation.of(
            name, new JcaPEMKeyConverter().getPrivateKey(key), certificate, pem.toString());
      }
      throw new IOException("it must hold a private key and then a certificate");
    }
  }
}
