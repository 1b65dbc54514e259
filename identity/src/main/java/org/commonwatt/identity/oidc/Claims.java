package org.commonwatt.identity.oidc;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a token that was found to be genuine says.
 *
 * @param subject whom it is about, as the provider knows it
 * @param life when it was issued and from when on it is of no use
 * @param all by their names
 */
public record Claims(String subject, Life life, Map<String, Object> all) {
  /** When a token may be used. */
  public record Life(Instant issuedAt, Instant expiresAt) {}

  /** Copies what has a value. */
  public Claims {
    all = Map.copyOf(all);
  }

  /** The value of a claim that is a text, empty when it is none or says nothing. */
  public Optional<String> text(String name) {
    return all.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The values of a claim that is a text or a list of them. */
  public List<String> texts(String name) {
    if (all.get(name) instanceof List<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return text(name).stream().toList();
  }
}
