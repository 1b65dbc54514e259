package org.commonwatt.ledger.fabric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import org.commonwatt.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/** Reads {@code docs/formats/fabric-connection.md}. */
final class ConnectionFile {
  private static final String OVERRIDE = "hostOverride";
  private static final Set<String> FIELDS =
      Set.of("peer", "tlsCa", OVERRIDE, "mspId", "certificate", "key", "channel", "chaincode");

  private final Path file;
  private final JsonNode root;

  private ConnectionFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static FabricConnection read(Path file) {
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(file));
      return new ConnectionFile(file, root).connection();
    } catch (JsonProcessingException e) {
      throw new LedgerException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new LedgerException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private FabricConnection connection() {
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw wrong(name + " is not a field of a connection");
      }
    }
    @Nullable String override = root.has(OVERRIDE) ? text(OVERRIDE) : null;
    return new FabricConnection(
        new FabricConnection.Peer(text("peer"), path("tlsCa"), override),
        new FabricConnection.Client(text("mspId"), path("certificate"), path("key")),
        text("channel"),
        text("chaincode"));
  }

  private Path path(String field) {
    Path path = file.resolveSibling(text(field));
    if (!Files.isRegularFile(path)) {
      throw wrong(field + " names " + path + ", which is no file");
    }
    return path;
  }

  private String text(String field) {
    JsonNode value = root.get(field);
    if (value == null || !value.isTextual() || value.textValue().isBlank()) {
      throw wrong(field + " must be given as a text");
    }
    return value.textValue();
  }

  private LedgerException wrong(String what) {
    return new LedgerException(file + ": " + what);
  }
}
