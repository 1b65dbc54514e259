package org.commonwatt.engine.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the API encrypts, and where it listens then. The files are PEM and are read again when they
 * change.
 *
 * @param address where it listens, a name or an address; other than this machine's only with logins
 * @param certificate the server's certificate, those of its issuers behind it; it answers to the
 *     names in it
 * @param key its private key, PKCS#8 and not encrypted: EC or RSA; nobody but its owner and its
 *     group may read it
 * @param clientAuthorities issuers of the certificates that clients may show; empty: none is asked
 *     for
 */
public record TlsSettings(
    String address, Path certificate, Path key, Optional<Path> clientAuthorities) {
  /**
   * Reads the files, and looks whether they go together.
   *
   * @throws IOException when one cannot be used; the message names it
   */
  public void requireUsable() throws IOException {
    TlsFiles.read(this);
  }

  /** Whether only this machine reaches the address. */
  public boolean isLocal() {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address as URLs have it: where all are listened at, that of this machine itself. */
  String urlHost() {
    try {
      if (InetAddress.getByName(address).isAnyLocalAddress()) {
        return HttpApi.HOST;
      }
    } catch (UnknownHostException e) {
      return address;
    }
    return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
  }
}
