package org.commonwatt.fabric.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates that the product issues itself: clients with a role, servers of chaincode. */
final class Identities {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final NetworkFiles files;

  Identities(NetworkFiles files) {
    this.files = files;
  }

  /** A client of an organisation; issued at the first call, the same from then on. */
  ClientIdentity client(Organisation organisation, String name, String role) {
    for (String word : List.of(name, role)) {
      if (!NAME.matcher(word).matches()) {
        throw new IllegalArgumentException(
            "a name has lower case letters, digits and hyphens, not \"" + word + "\"");
      }
    }
    Path folder = files.clients(organisation).resolve(name + "." + role);
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    if (!Files.exists(certificate)) {
      store(authority(organisation).issueClient(name, role), certificate, key);
    }
    return new ClientIdentity(organisation.mspId(), certificate, key);
  }

  /** Certificate and key of an organisation's chaincode server in its folder; issued once. */
  void issueChaincodeServer(Organisation organisation, Path certificate, Path key) {
    if (!Files.exists(certificate)) {
      String name = "chaincode." + organisation.domain();
      store(authority(organisation, "tlsca").issueServer(name), certificate, key);
    }
  }

  /** The certificate of an organisation's authority for TLS. */
  Path tlsAuthority(Organisation organisation) {
    return certificateOf(organisation, "tlsca");
  }

  /** An organisation's authority for identities. */
  CertificateAuthority authority(Organisation organisation) {
    return authority(organisation, "ca");
  }

  private CertificateAuthority authority(Organisation organisation, String kind) {
    return CertificateAuthority.read(
        certificateOf(organisation, kind),
        files.organisation(organisation).resolve(kind).resolve("priv_sk"));
  }

  private Path certificateOf(Organisation organisation, String kind) {
    return files
        .organisation(organisation)
        .resolve(kind)
        .resolve(kind + "." + organisation.domain() + "-cert.pem");
  }

  /** The certificate last: where it is, the key is, too. */
  private static void store(CertificateAuthority.Identity identity, Path certificate, Path key) {
    NetworkFiles.writeSecret(key, identity.key());
    NetworkFiles.write(certificate, identity.certificate());
  }
}
