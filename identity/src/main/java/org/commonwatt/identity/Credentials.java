package org.commonwatt.identity;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/** What a request's {@code Authorization} header says. */
public sealed interface Credentials {
  /** The scheme of signed requests. */
  String SIGNED = "Commonwatt-HMAC-SHA256";

  /** The scheme of logins that are sent as they are. */
  String BEARER = "Bearer";

  /** A login that is sent as it is. */
  record Bearer(KeyToken token) implements Credentials {}

  /** A token of a provider, as it was sent. */
  record Token(String text) implements Credentials {
    private static final Pattern FORM =
        Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private static Optional<Credentials> parse(String text) {
      return FORM.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
    }
  }

  /**
   * A signature.
   *
   * @param keyId by which key
   * @param stamp when, and its nonce
   * @param signature 32 bytes
   */
  record Signed(String keyId, SignedRequest.Stamp stamp, byte[] signature) implements Credentials {
    private static final Set<String> PARTS = Set.of("key", "time", "nonce", "signature");

    /** As the header has it. */
    String header() {
      return "%s key=%s, time=%d, nonce=%s, signature=%s"
          .formatted(
              SIGNED,
              keyId,
              stamp.timeMillis(),
              stamp.nonce(),
              Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    private static @Nullable Signed read(String parameters) {
      Map<String, String> parts = new HashMap<>();
      for (String part : parameters.split(",", -1)) {
        String[] pair = part.strip().split("=", 2);
        if (pair.length != 2 || !PARTS.contains(pair[0]) || parts.put(pair[0], pair[1]) != null) {
          return null;
        }
      }
      if (!parts.keySet().equals(PARTS) || !Ids.isValid(part(parts, "key"))) {
        return null;
      }
      try {
        byte[] signature = Base64.getUrlDecoder().decode(part(parts, "signature"));
        SignedRequest.Stamp stamp =
            new SignedRequest.Stamp(Long.parseLong(part(parts, "time")), part(parts, "nonce"));
        return signature.length == KeyToken.SECRET_BYTES
            ? new Signed(part(parts, "key"), stamp, signature)
            : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private static String part(Map<String, String> parts, String name) {
      return parts.getOrDefault(name, "");
    }
  }

  /** Reads a header, empty when it says nothing that is known here. */
  static Optional<Credentials> parse(String header) {
    String[] words = header.strip().split(" +", 2);
    if (words.length == 2 && words[0].equalsIgnoreCase(BEARER)) {
      Optional<Credentials> key = KeyToken.parse(words[1]).map(Bearer::new);
      return key.or(() -> Token.parse(words[1]));
    }
    if (words.length == 2 && words[0].equalsIgnoreCase(SIGNED)) {
      return Optional.ofNullable(Signed.read(words[1]));
    }
    return Optional.empty();
  }
}
