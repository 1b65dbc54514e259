package org.commonwatt.cli.laptop;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.commonwatt.cli.UserError;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.oidc.Provider;
import org.jspecify.annotations.Nullable;

/** Reads the file that names a provider of logins: docs/identity.md has one. */
public final class ProviderFile {
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ProviderFile() {}

  private record Document(
      @JsonProperty @Nullable String issuer,
      @JsonProperty @Nullable String name,
      @JsonProperty @Nullable String clientId,
      @JsonProperty @Nullable String audience,
      @JsonProperty @Nullable String clientSecretFile,
      @JsonProperty @Nullable String accountClaim,
      @JsonProperty @Nullable Map<String, String> accounts,
      @JsonProperty @Nullable String roleClaim,
      @JsonProperty @Nullable Map<String, String> roles) {}

  /**
   * Reads a file.
   *
   * @throws UserError naming it and what to change
   */
  public static Provider read(Path file) {
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      if (tree.isMissingNode() || tree.isNull()) {
        throw new UserError(file + " is empty: docs/identity.md says what it holds");
      }
      requireValues(tree);
      return provider(file, YAML.treeToValue(tree, Document.class));
    } catch (JsonProcessingException e) {
      throw new UserError(file + ": " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
  }

  private static Provider provider(Path file, Document document) throws IOException {
    Map<String, Role> roles = new TreeMap<>();
    if (document.roles() != null) {
      document.roles().forEach((value, word) -> roles.put(value, role(word)));
    }
    Provider.Mapping mapping =
        new Provider.Mapping(
            document.accountClaim() == null ? Provider.SUBJECT : document.accountClaim(),
            Optional.ofNullable(document.accounts()),
            Optional.ofNullable(document.roleClaim()),
            roles);
    Optional<String> secret =
        document.clientSecretFile() == null
            ? Optional.empty()
            : Optional.of(secret(file.resolveSibling(document.clientSecretFile())));
    return new Provider(
        URI.create(required("issuer", document.issuer())),
        required("name", document.name()),
        new Provider.Client(
            required("clientId", document.clientId()),
            secret,
            required("audience", document.audience())),
        mapping,
        false);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static String secret(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("clientSecretFile: " + file + " is empty");
    }
    return secret;
  }

  private static Role role(String word) {
    return Role.of(word)
        .orElseThrow(() -> new IllegalArgumentException("roles: no role is called " + word));
  }

  /** What is written without a value is not as what is left out: that could let everybody in. */
  private static void requireValues(JsonNode node) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                throw new IllegalArgumentException(field.getKey() + " has no value");
              }
              requireValues(field.getValue());
            });
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
