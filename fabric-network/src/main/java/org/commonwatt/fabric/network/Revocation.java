package org.commonwatt.fabric.network;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;

/** Takes a certificate back: its organisation says so in the channel's configuration. */
final class Revocation {
  private final ChannelConfig channel;
  private final Identities identities;

  Revocation(NetworkFiles files, PeerCommand peer) {
    this.channel = new ChannelConfig(files, peer);
    this.identities = new Identities(files);
  }

  /**
   * Revokes a certificate; the network must run.
   *
   * @return false when it was revoked before
   * @throws FabricException when no organisation issued it, when it is no client's, or when the
   *     network does not take the change
   */
  boolean revoke(Path certificate, InstantSource clock) {
    X509CertificateHolder revoked = CertificateAuthority.certificate(certificate);
    Organisation organisation = issuer(certificate, revoked);
    requireClient(certificate, revoked);
    RevocationUpdate update =
        RevocationUpdate.of(channel.newest(organisation), organisation.mspId());
    if (update.revocationLists().stream()
        .anyMatch(list -> lists(list, revoked.getSerialNumber()))) {
      // The run that revoked it may have ended before it came to this.
      identities.setAside(organisation, revoked.getSerialNumber());
      return false;
    }
    byte[] list =
        identities
            .authority(organisation)
            .revocationList(revoked.getSerialNumber(), clock.instant());
    channel.submit("revocation.pb", update.with(list), List.of(organisation));
    identities.setAside(organisation, revoked.getSerialNumber());
    return true;
  }

  private Organisation issuer(Path certificate, X509CertificateHolder revoked) {
    for (Organisation organisation : Organisation.values()) {
      if (identities.authority(organisation).issued(revoked)) {
        return organisation;
      }
    }
    throw new FabricException("no organisation of this network has issued " + certificate);
  }

  /**
   * Refuses any other certificate: without its administrator or peer an organisation could not even
   * take that back.
   *
   * @throws FabricException unless its subject's only OU is {@code client}
   */
  static void requireClient(Path certificate, X509CertificateHolder revoked) {
    boolean isClient =
        Arrays.stream(revoked.getSubject().getRDNs(BCStyle.OU))
            .map(unit -> IETFUtils.valueToString(unit.getFirst().getValue()))
            .toList()
            .equals(List.of("client"));
    if (!isClient) {
      throw new FabricException(
          certificate
              + " is of "
              + revoked.getSubject()
              + ": only a client's certificate, of OU=client, is revoked here");
    }
  }

  private static boolean lists(byte[] revocationList, BigInteger serial) {
    try {
      return new X509CRLHolder(revocationList).getRevokedCertificate(serial) != null;
    } catch (IOException e) {
      throw new FabricException("the channel's configuration has a damaged revocation list", e);
    }
  }
}
