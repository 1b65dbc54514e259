package org.commonwatt.ingest.mqtt;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A broker and the meters whose values it passes on.
 *
 * @param broker where it is
 * @param login who we are to it; null: nobody in particular
 * @param tls whom we trust; null: the connection is not encrypted
 * @param discovery prefix of Home Assistant's discovery topics
 * @param meters at least one, ids unique
 */
public record MqttSettings(
    Broker broker,
    @Nullable Login login,
    @Nullable Tls tls,
    String discovery,
    List<MqttMeter> meters) {

  /**
   * A broker.
   *
   * @param host name or address
   * @param port TCP port, 1 to 65,535
   */
  public record Broker(String host, int port) {
    /** Checks the port. */
    public Broker {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("a TCP port is 1 to 65535, not " + port);
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A user and its password. */
  public record Login(String user, String password) {
    /** Without the password, for logs. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * An encrypted connection; the broker's certificate must name its host.
   *
   * @param trusted issuers that we trust, or the broker itself
   * @param keys our certificate; null when the broker asks for none
   */
  public record Tls(TrustManagerFactory trusted, @Nullable KeyManagerFactory keys) {}
}
