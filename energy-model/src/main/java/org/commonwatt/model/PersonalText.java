package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * A text that tells of a participant: it is sealed on the log under that participant's key, so that
 * it can be erased.
 *
 * @param text what was written; empty when it was erased
 * @param keyId which of the participant's keys seals it; null when it stands on the log in clear
 * @param erased whether its key was destroyed; such a text is only ever read from a log
 */
public record PersonalText(String text, @Nullable String keyId, boolean erased) {
  /** Only what is sealed can be erased, and then nothing of it is left. */
  public PersonalText {
    if (erased && (keyId == null || !text.isEmpty())) {
      throw new IllegalArgumentException("an erased text has a key and no content");
    }
  }

  /** A text that stands on the log in clear. */
  public static PersonalText clear(String text) {
    return new PersonalText(text, null, false);
  }

  /** A text that is sealed. */
  public static PersonalText sealed(String text, String keyId) {
    return new PersonalText(text, keyId, false);
  }

  /** What is left of a text whose key was destroyed. */
  public static PersonalText erased(String keyId) {
    return new PersonalText("", keyId, true);
  }
}
