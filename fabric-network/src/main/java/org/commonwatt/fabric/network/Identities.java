package org.commonwatt.fabric.network;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Certificates that the product issues itself: clients with a role, servers of chaincode. */
final class Identities {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String CERTIFICATE = "cert.pem";

  /** In the name of a folder that was set aside; no client's own name has a point. */
  private static final String REVOKED = ".revoked-";

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
    Path certificate = folder.resolve(CERTIFICATE);
    Path key = folder.resolve("key.pem");
    if (!Files.exists(certificate)) {
      store(authority(organisation).issueClient(name, role), certificate, key);
    }
    return new ClientIdentity(organisation.mspId(), certificate, key);
  }

  /**
   * Sets the folder of a client with a revoked certificate aside, so that the client gets a new one
   * when it is asked for again; none when no client of ours has it.
   *
   * @param serial of the certificate
   */
  void setAside(Organisation organisation, BigInteger serial) {
    for (Path folder : clientFolders(organisation)) {
      Path certificate = folder.resolve(CERTIFICATE);
      boolean isRevoked =
          Files.exists(certificate)
              && CertificateAuthority.certificate(certificate).getSerialNumber().equals(serial);
      if (isRevoked) {
        move(folder, folder.resolveSibling(folder.getFileName() + REVOKED + serial.toString(16)));
      }
    }
  }

  /** The folders of clients whose certificates count. */
  private List<Path> clientFolders(Organisation organisation) {
    Path all = files.clients(organisation);
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders.filter(one -> !one.getFileName().toString().contains(REVOKED)).toList();
    } catch (IOException e) {
      throw new FabricException("cannot look into " + all, e);
    }
  }

  private static void move(Path folder, Path aside) {
    try {
      Files.move(folder, aside);
    } catch (IOException e) {
      throw new FabricException("cannot set the revoked certificate in " + folder + " aside", e);
    }
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

  /** The certificate of an organisation's authority for identities. */
  Path authorityCertificate(Organisation organisation) {
    return certificateOf(organisation, "ca");
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
