package org.commonwatt.ingest.modbus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate with its key, which shows a device who we are, and the issuers that we trust. */
public final class TlsIdentity {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private final KeyManagerFactory keys;
  private final TrustManagerFactory trusted;

  private TlsIdentity(KeyManagerFactory keys, TrustManagerFactory trusted) {
    this.keys = keys;
    this.trusted = trusted;
  }

  /**
   * Reads PEM files.
   *
   * @param certificate our certificate, and those of its issuers behind it
   * @param key its private key, PKCS#8 and not encrypted
   * @param trust certificates of the issuers whose devices we trust, or of the devices themselves
   * @throws IOException when a file cannot be read or is not what it should be; the message names
   *     it
   */
  public static TlsIdentity load(Path certificate, Path key, Path trust) throws IOException {
    Certificate[] chain = certificates(certificate);
    PrivateKey privateKey = privateKey(key);
    Certificate[] issuers = certificates(trust);
    try {
      requirePair(chain[0].getPublicKey(), privateKey);
      return new TlsIdentity(keys(chain, privateKey), trusted(issuers));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "key " + key + " and certificate " + certificate + " do not go together", e);
    }
  }

  /**
   * Reads whom we trust, for a connection in which we show no certificate.
   *
   * @param trust PEM file of certificates of issuers, or of the peers themselves
   * @throws IOException when it cannot be read or is not what it should be; the message names it
   */
  public static TrustManagerFactory trusting(Path trust) throws IOException {
    try {
      return trusted(certificates(trust));
    } catch (GeneralSecurityException e) {
      throw new IOException(trust + " cannot be used", e);
    }
  }

  /** Our certificate and its key. */
  public KeyManagerFactory keys() {
    return keys;
  }

  TrustManagerFactory trusted() {
    return trusted;
  }

  /** A key store does not look whether a key is that of its certificate. */
  private static void requirePair(PublicKey certified, PrivateKey key)
      throws GeneralSecurityException {
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(signatureBy(key));
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    if (!signature.verify(signed)) {
      throw new SignatureException("the key is another certificate's");
    }
  }

  private static String signatureBy(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static KeyManagerFactory keys(Certificate[] chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    char[] none = {};
    KeyStore store = emptyStore();
    store.setKeyEntry("meter", key, none, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory;
  }

  private static TrustManagerFactory trusted(Certificate[] issuers)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (int i = 0; i < issuers.length; i++) {
      store.setCertificateEntry("issuer-" + i, issuers[i]);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate[] all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (all.length == 0) {
        throw new IOException(file + " has no certificate: it should be a PEM file");
      }
      return all;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is no PEM file of certificates", e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file));
    if (!pem.find()) {
      throw new IOException(
          file
              + " has no private key: it should be PEM, PKCS#8, not encrypted"
              + " (openssl pkcs8 -topk8 -nocrypt)");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm: try the next.
      } catch (GeneralSecurityException e) {
        throw new IOException("this Java does not know keys of " + algorithm, e);
      }
    }
    throw new IOException(file + ": the key is none of " + String.join(", ", ALGORITHMS));
  }
}
