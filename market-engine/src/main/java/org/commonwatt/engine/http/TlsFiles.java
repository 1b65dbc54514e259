package org.commonwatt.engine.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the files of {@link TlsSettings} said at one moment, found to go together.
 *
 * @param certificate PEM
 * @param key PEM
 * @param clientAuthorities PEM; empty: no certificate is asked for
 * @param names host names in the certificate, lower case, and addresses as {@link
 *     InetAddress#getHostAddress} writes them
 */
record TlsFiles(
    Buffer certificate, Buffer key, Optional<Buffer> clientAuthorities, Set<String> names) {
  private static final Set<PosixFilePermission> AT_MOST =
      PosixFilePermissions.fromString("rw-r-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** How keys of the kinds that the server can read sign. */
  private static final Map<String, String> SIGNATURES =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA");

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int MAX_BYTES = 1024 * 1024;

  /**
   * Reads the files.
   *
   * @throws IOException when one cannot be read or is not what it should be, when the key may be
   *     read by others or is that of another certificate; the message names the file
   */
  static TlsFiles read(TlsSettings settings) throws IOException {
    byte[] certificate = bytes(settings.certificate());
    X509Certificate own = certificates(settings.certificate(), certificate).get(0);
    requireSecret(settings.key());
    byte[] key = bytes(settings.key());
    requirePair(own, key, settings);
    Optional<Buffer> authorities = Optional.empty();
    if (settings.clientAuthorities().isPresent()) {
      byte[] issuers = bytes(settings.clientAuthorities().get());
      certificates(settings.clientAuthorities().get(), issuers);
      authorities = Optional.of(Buffer.buffer(issuers));
    }
    return new TlsFiles(Buffer.buffer(certificate), Buffer.buffer(key), authorities, names(own));
  }

  /** As the server takes them. A client without a certificate is let in: it logs in by a header. */
  ServerSSLOptions options() {
    ServerSSLOptions options =
        new ServerSSLOptions()
            .setKeyCertOptions(new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key));
    clientAuthorities.ifPresent(
        issuers ->
            options
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertValue(issuers)));
    return options;
  }

  /**
   * Whether the server answers to a host.
   *
   * @param host a name, lower case, or an address, of IPv6 in brackets
   */
  boolean isNamed(String host) {
    if (host.startsWith("[")) {
      return names.contains(address(host));
    }
    int dot = host.indexOf('.');
    return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is no PEM file: it has more than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static List<X509Certificate> certificates(Path file, byte[] pem) throws IOException {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException(file + " has no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(file + " has no certificates in PEM: " + e.getMessage(), e);
    }
  }

  private static void requireSecret(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!AT_MOST.containsAll(permissions)) {
      throw new IOException(
          file
              + " is the server's private key and may be used by others ("
              + PosixFilePermissions.toString(permissions)
              + "): chmod 600 it");
    }
  }

  /** A server with the key of another certificate starts, and answers nobody. */
  private static void requirePair(X509Certificate own, byte[] pem, TlsSettings settings)
      throws IOException {
    Matcher found = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw new IOException(
          settings.key() + " has no private key in PEM, PKCS#8 and not encrypted");
    }
    PublicKey certified = own.getPublicKey();
    if (!SIGNATURES.containsKey(certified.getAlgorithm())) {
      throw new IOException(
          settings.certificate()
              + " has a key of the kind "
              + certified.getAlgorithm()
              + ": the server takes EC and RSA");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(1));
      PrivateKey key =
          KeyFactory.getInstance(certified.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      if (isPair(certified, key)) {
        return;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unlike(settings, e);
    }
    throw unlike(settings, null);
  }

  private static IOException unlike(TlsSettings settings, @Nullable Exception cause) {
    return new IOException(
        "the key " + settings.key() + " is not that of " + settings.certificate(), cause);
  }

  private static boolean isPair(PublicKey certified, PrivateKey key)
      throws GeneralSecurityException {
    byte[] text = {1, 2, 3};
    Signature signature =
        Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm()));
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    return signature.verify(signed);
  }

  private static Set<String> names(X509Certificate own) throws IOException {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
      for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (name.get(1) instanceof String text) {
          if (name.get(0).equals(DNS_NAME)) {
            names.add(text.toLowerCase(Locale.ROOT));
          } else if (name.get(0).equals(IP_ADDRESS)) {
            names.add(address(text));
          }
        }
      }
    } catch (CertificateException e) {
      throw new IOException("the server's certificate has names that cannot be read", e);
    }
    return Set.copyOf(names);
  }

  /** One text for each of the many ways to write an address; no name is looked up. */
  private static String address(String text) {
    try {
      return InetAddress.getByName(text).getHostAddress();
    } catch (UnknownHostException e) {
      return text;
    }
  }
}
