package org.commonwatt.ingest.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;

/**
 * Who may push readings, and of which meters. Of the key only the SHA-256 is kept: a key is made of
 * 32 random bytes, so nobody finds it from that.
 *
 * @param key name of the key
 * @param sha256 of the key's text, 64 hexadecimal digits in lower case
 * @param ratedPowers what the connections of its meters carry, W, by id of the meter
 */
public record PushKey(String key, String sha256, Map<String, Long> ratedPowers) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Checks id and digest. */
  public PushKey {
    Ids.require("key", key);
    ratedPowers = Map.copyOf(ratedPowers);
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "sha256 has 64 hexadecimal digits in lower case: make a key with `meter key`");
    }
  }

  /** Whether this is the SHA-256 of the key's text; how long that takes tells nothing. */
  boolean hasDigest(String digest) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), HexFormat.of().parseHex(digest));
  }

  /** What a devices file has of a key. */
  public static String digest(String secret) {
    return Hash.of(secret.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
