package org.commonwatt.ingest.modbus;

import org.jspecify.annotations.Nullable;

/**
 * How to connect to an endpoint.
 *
 * @param transport how requests travel
 * @param identity who we are and whom we trust; with {@code TLS}, and only then
 */
public record Connection(Transport transport, @Nullable TlsIdentity identity) {
  /** Plain Modbus TCP. */
  public static final Connection TCP = new Connection(Transport.TCP, null);

  /** Checks that an identity is there when it is needed. */
  public Connection {
    if ((transport == Transport.TLS) != (identity != null)) {
      throw new IllegalArgumentException(
          "the transport tls needs tls: {certificate, key, trust}, and no other has it");
    }
  }
}
