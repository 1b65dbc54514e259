package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.MarketData;
import org.jspecify.annotations.Nullable;

/**
 * Who may use which operation: read from {@code x-access} of the API's document, so that what is
 * said and what is done cannot differ. An operation that says nothing is an error at the start.
 */
final class AccessPolicy {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Set<String> FIELDS =
      Set.of("public", "data", "partly", "scope", "owner", "roles", "readers", "unlimited");
  private static final AccessPolicy PACKAGED = packagedPolicy();

  private final Map<String, AccessRule> rules;

  private AccessPolicy(Map<String, AccessRule> rules) {
    this.rules = rules;
  }

  /** That of the document in the jar. */
  static AccessPolicy packaged() {
    return PACKAGED;
  }

  /**
   * That of a document.
   *
   * @throws IllegalStateException naming the operation whose {@code x-access} is missing or wrong
   */
  static AccessPolicy of(JsonNode document) {
    Map<String, AccessRule> rules = new HashMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
        if (METHODS.contains(one.getKey())) {
          String route = one.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
          rules.put(route, rule(route, one.getValue()));
        }
      }
    }
    return new AccessPolicy(Map.copyOf(rules));
  }

  /**
   * The rule of a route.
   *
   * @param route {@code METHOD /path}, parameters as {@code {name}}
   * @throws IllegalStateException when the document has no such route
   */
  AccessRule rule(String route) {
    AccessRule rule = rules.get(route);
    if (rule == null) {
      throw new IllegalStateException("the API's document does not say who may " + route);
    }
    return rule;
  }

  /** Every route that has a rule, as {@code METHOD /path}, sorted. */
  Set<String> routes() {
    return new TreeSet<>(rules.keySet());
  }

  private static AccessPolicy packagedPolicy() {
    try {
      return of(new YAMLMapper().readTree(ApiDocument.resource("/openapi/openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException("the API's document is no YAML", e);
    }
  }

  private static AccessRule rule(String route, JsonNode operation) {
    JsonNode access = operation.path("x-access");
    require(access.isObject(), route, "has no x-access");
    access
        .fieldNames()
        .forEachRemaining(name -> require(FIELDS.contains(name), route, "has an unknown " + name));
    boolean open = access.path("public").asBoolean();
    require(open != access.has("scope"), route, "is public, or needs a scope");
    Set<Role> readers = words(route, access.path("readers"), Role::of);
    require(readers.isEmpty() || route.startsWith("GET "), route, "has readers and changes things");
    Set<MarketData> data = words(route, access.path("data"), AccessPolicy::data);
    require(open || data.isEmpty(), route, "has data that may be hidden, and is not public");
    return new AccessRule(
        operation.path("operationId").asText(),
        open ? null : word(route, access.path("scope").asText(), Scope::of),
        data,
        access.path("partly").asBoolean(),
        open && !access.has("owner")
            ? AccessRule.Owner.MARKET
            : word(route, access.path("owner").asText(), AccessPolicy::owner),
        words(route, access.path("roles"), Role::of),
        readers,
        access.path("unlimited").asBoolean());
  }

  private static Optional<MarketData> data(String word) {
    return Arrays.stream(MarketData.values()).filter(one -> word(one).equals(word)).findFirst();
  }

  /** A kind of data as the document and the rulebook write it. */
  static String word(MarketData data) {
    return data.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<AccessRule.Owner> owner(String word) {
    Stream<AccessRule.Owner> all = Arrays.stream(AccessRule.Owner.values());
    return all.filter(owner -> owner.word().equals(word)).findFirst();
  }

  private static <T> Set<T> words(String route, JsonNode array, Function<String, Optional<T>> of) {
    Set<T> found = new HashSet<>();
    array.forEach(one -> found.add(word(route, one.asText(), of)));
    return found;
  }

  private static <T> T word(String route, String text, Function<String, Optional<T>> of) {
    @Nullable T found = of.apply(text).orElse(null);
    if (found == null) {
      throw new IllegalStateException(
          "x-access of " + route + " says " + Params.quote(text) + ", which is not known");
    }
    return found;
  }

  private static void require(boolean condition, String route, String wrong) {
    if (!condition) {
      throw new IllegalStateException(route + " " + wrong + " in the API's document");
    }
  }
}
