package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
  private static final Date FROM = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final Date TO = Date.from(Instant.parse("2036-01-01T00:00:00Z"));

  @TempDir Path folder;
  private KeyPair authorityKeys;

  @BeforeEach
  void makeAuthority() throws Exception {
    authorityKeys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    X500Name name = new X500Name("O=exchange.commonwatt.test,CN=ca");
    X509CertificateHolder own =
        new X509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                FROM,
                TO,
                name,
                SubjectPublicKeyInfo.getInstance(authorityKeys.getPublic().getEncoded()))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate()));
    Files.writeString(folder.resolve("cert.pem"), pem(own));
    Files.writeString(
        folder.resolve("key.pem"),
        pem(new PemObject("PRIVATE KEY", authorityKeys.getPrivate().getEncoded())));
  }

  @Test
  void aClientHasItsRoleWhereFabricLooksForAttributes() throws Exception {
    X509Certificate certificate = parse(authority().issueClient("ann", "submitter"));

    certificate.verify(authorityKeys.getPublic());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=ann,OU=client");
    String extension =
        new String(certificate.getExtensionValue("1.2.3.4.5.6.7.8.1"), StandardCharsets.UTF_8);
    assertThat(extension).endsWith("{\"attrs\":{\"role\":\"submitter\"}}");
    assertThat(certificate.getBasicConstraints()).as("no authority of its own").isEqualTo(-1);
  }

  @Test
  void aCertificateLivesAsLongAsItsAuthority() throws Exception {
    X509Certificate certificate = parse(authority().issueClient("ann", "submitter"));

    assertThat(certificate.getNotBefore()).isEqualTo(FROM);
    assertThat(certificate.getNotAfter()).isEqualTo(TO);
  }

  @Test
  void aServerIsNamedByBothSpellingsOfThisMachine() throws Exception {
    X509Certificate certificate = parse(authority().issueServer("chaincode.exchange"));

    assertThat(certificate.getSubjectAlternativeNames().toString())
        .contains("localhost")
        .contains("127.0.0.1");
  }

  @Test
  void theKeyIsOfTheCertificateAndInTheFormThatTheShimReads() throws Exception {
    CertificateAuthority.Identity identity = authority().issueClient("ann", "submitter");

    assertThat(identity.key()).startsWith("-----BEGIN PRIVATE KEY-----");
    try (PEMParser parser = new PEMParser(new StringReader(identity.key()))) {
      PrivateKeyInfo key = (PrivateKeyInfo) parser.readObject();
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(new JcaPEMKeyConverter().getPrivateKey(key));
      signature.update(new byte[] {1, 2, 3});
      byte[] signed = signature.sign();
      signature.initVerify(parse(identity).getPublicKey());
      signature.update(new byte[] {1, 2, 3});
      assertThat(signature.verify(signed)).isTrue();
    }
  }

  @Test
  void onlyClientsAreRevoked() throws Exception {
    Path client = Files.writeString(folder.resolve("client.pem"), pemOf("OU=client,CN=ann"));
    Revocation.requireClient(client, CertificateAuthority.certificate(client));

    for (String subject :
        List.of("OU=admin,CN=Admin", "OU=peer,CN=peer", "CN=x", "OU=client,OU=admin,CN=x")) {
      Path other = Files.writeString(folder.resolve("other.pem"), pemOf(subject));
      assertThatThrownBy(
              () -> Revocation.requireClient(other, CertificateAuthority.certificate(other)))
          .as(subject)
          .isInstanceOf(FabricException.class)
          .hasMessageContaining(other.toString())
          .hasMessageContaining("only a client's certificate");
    }
  }

  private String pemOf(String subject) throws Exception {
    return pem(
        new X509v3CertificateBuilder(
                new X500Name("CN=ca"),
                BigInteger.TWO,
                FROM,
                TO,
                new X500Name(subject),
                SubjectPublicKeyInfo.getInstance(authorityKeys.getPublic().getEncoded()))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
  }

  @Test
  void serialNumbersDiffer() throws Exception {
    assertThat(parse(authority().issueClient("ann", "submitter")).getSerialNumber())
        .isNotEqualTo(parse(authority().issueClient("ann", "submitter")).getSerialNumber());
  }

  @Test
  void whatIsNoCertificateIsRefused() throws IOException {
    Files.writeString(folder.resolve("cert.pem"), "nonsense");

    assertThatThrownBy(this::authority)
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("holds no PEM");
  }

  private CertificateAuthority authority() {
    return CertificateAuthority.read(folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }

  private static X509Certificate parse(CertificateAuthority.Identity identity) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    identity.certificate().getBytes(StandardCharsets.US_ASCII)));
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
