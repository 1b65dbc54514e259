package org.commonwatt.ingest.modbus;

/**
 * A Modbus TCP server: a meter or a gateway with several units.
 *
 * @param host name or address
 * @param port TCP port, 1 to 65,535
 */
public record Endpoint(String host, int port) {
  /** Checks the port. */
  public Endpoint {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a TCP port is 1 to 65535, not " + port);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
