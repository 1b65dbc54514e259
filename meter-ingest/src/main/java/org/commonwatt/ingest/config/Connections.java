package org.commonwatt.ingest.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.commonwatt.ingest.modbus.Connection;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.TlsIdentity;
import org.commonwatt.ingest.modbus.Transport;
import org.jspecify.annotations.Nullable;

/** How the endpoints of a devices file are connected to, while it is read. */
final class Connections {
  private final Path folder;
  private final Map<Endpoint, Wish> wishes = new HashMap<>();
  private final Map<Endpoint, Connection> connections = new HashMap<>();

  /** What a device says of its connection. */
  record Wish(Transport transport, @Nullable Tls tls) {}

  /** The files of a TLS connection. */
  record Tls(
      @JsonProperty(required = true) String certificate,
      @JsonProperty(required = true) String key,
      @JsonProperty(required = true) String trust) {
    Stream<String> files() {
      return Stream.of(certificate, key, trust);
    }
  }

  /**
   * Begins without any.
   *
   * @param folder beside which files are looked for
   */
  Connections(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes what a device says.
   *
   * @throws IllegalArgumentException when another device says something else of the same endpoint,
   *     or the files cannot be used
   */
  void add(Endpoint endpoint, Wish wish) {
    Wish before = wishes.putIfAbsent(endpoint, wish);
    if (before == null) {
      connections.put(endpoint, new Connection(wish.transport(), identity(wish.tls())));
    } else if (!before.equals(wish)) {
      throw new IllegalArgumentException(
          "another device at " + endpoint + " has another transport or other files");
    }
  }

  /** What was taken. */
  Map<Endpoint, Connection> all() {
    return Map.copyOf(connections);
  }

  private @Nullable TlsIdentity identity(@Nullable Tls tls) {
    if (tls == null) {
      return null;
    }
    try {
      return TlsIdentity.load(
          folder.resolve(tls.certificate()),
          folder.resolve(tls.key()),
          folder.resolve(tls.trust()));
    } catch (IOException e) {
      throw new IllegalArgumentException("tls: cannot use " + e.getMessage(), e);
    }
  }
}
