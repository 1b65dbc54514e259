package org.commonwatt.audit.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** JSON of heads, and the strict reading of fields. */
final class ProofNodes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProofNodes() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** One line without white space, with a line feed behind it. */
  static byte[] bytes(ObjectNode root) {
    try {
      return (JSON.writeValueAsString(root) + '\n').getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is always JSON", e);
    }
  }

  static JsonNode parse(byte[] bytes, String kind) {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root != null && root.path("kind").asText().equals(kind)) {
        return root;
      }
    } catch (IOException e) {
      throw new ProofException("it is no JSON");
    }
    throw new ProofException("its kind is not " + kind);
  }

  static ObjectNode write(TreeHead head) {
    ObjectNode node = object().put("kind", TreeHead.KIND).put("market", head.market());
    node.put("marketTimeMillis", head.marketTimeMillis());
    putHeads(node, head.heads());
    node.put("publicKey", head.publicKey()).put("signature", head.signature());
    ArrayNode witnesses = node.putArray("witnesses");
    for (TreeHead.CoSignature one : head.witnesses()) {
      witnesses
          .addObject()
          .put("publicKey", one.publicKey())
          .put("witnessedAt", one.witnessedAt())
          .put("signature", one.signature());
    }
    return node;
  }

  static TreeHead readHead(JsonNode node) {
    if (!text(node, "kind").equals(TreeHead.KIND)) {
      throw new ProofException("a head of another kind than " + TreeHead.KIND);
    }
    List<TreeHead.CoSignature> witnesses = new ArrayList<>();
    for (JsonNode one : array(node, "witnesses")) {
      witnesses.add(
          new TreeHead.CoSignature(
              text(one, "publicKey"), text(one, "witnessedAt"), text(one, "signature")));
    }
    return new TreeHead(
        text(node, "market"),
        number(node, "marketTimeMillis"),
        heads(node),
        text(node, "publicKey"),
        text(node, "signature"),
        witnesses);
  }

  static void putConsistency(ObjectNode root, @Nullable Consistency consistency) {
    if (consistency == null) {
      root.putNull("consistency");
      return;
    }
    ObjectNode node = root.putObject("consistency");
    putHeads(node.putObject("from"), consistency.from());
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      putHashes(node, Heads.NAMES.get(i), consistency.paths().get(i));
    }
  }

  static @Nullable Consistency readConsistency(JsonNode root) {
    JsonNode node = root.path("consistency");
    if (node.isNull()) {
      return null;
    }
    List<List<Hash>> paths = Heads.NAMES.stream().map(name -> hashes(node, name)).toList();
    return new Consistency(heads(node.path("from")), paths);
  }

  private static void putHeads(ObjectNode node, Heads heads) {
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      Tree tree = heads.all().get(i);
      node.putObject(Heads.NAMES.get(i)).put("size", tree.size()).put("root", tree.root().hex());
    }
  }

  private static Heads heads(JsonNode node) {
    return Heads.of(
        (i, name) -> new Tree(number(node.path(name), "size"), hash(node.path(name), "root")));
  }

  static void putHashes(ObjectNode node, String field, List<Hash> hashes) {
    ArrayNode array = node.putArray(field);
    hashes.forEach(hash -> array.add(hash.hex()));
  }

  static List<Hash> hashes(JsonNode node, String field) {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode one : array(node, field)) {
      hashes.add(hash(one.asText()));
    }
    return hashes;
  }

  static JsonNode array(JsonNode node, String field) {
    if (!node.path(field).isArray()) {
      throw new ProofException(field + " is missing or no array");
    }
    return node.path(field);
  }

  static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new ProofException(field + " is missing or no text");
    }
    return node.path(field).textValue();
  }

  /** A count or a time: not negative. */
  static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new ProofException(field + " is missing or no count");
    }
    return value.longValue();
  }

  static int small(JsonNode node, String field) {
    long value = number(node, field);
    if (value > Integer.MAX_VALUE) {
      throw new ProofException(field + " is too large");
    }
    return (int) value;
  }

  static Hash hash(JsonNode node, String field) {
    return hash(text(node, field));
  }

  private static Hash hash(String text) {
    try {
      return new Hash(text);
    } catch (IllegalArgumentException e) {
      throw new ProofException("a hash that is none");
    }
  }
}
