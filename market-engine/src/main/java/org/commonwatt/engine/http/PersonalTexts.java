package org.commonwatt.engine.http;

import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.PersonalText;

/**
 * Names the key under which a text about a participant is sealed. In a market that seals nothing is
 * written in clear because a key is missing.
 */
final class PersonalTexts {
  private final ApiContext api;

  PersonalTexts(ApiContext api) {
    this.api = api;
  }

  /**
   * A text about a participant. May block.
   *
   * @throws ProblemException when the participant is unknown, or its key is not at hand
   */
  PersonalText of(String participant, String text) {
    Keyring keyring = api.keyring();
    if (!keyring.seals()) {
      return PersonalText.clear(text);
    }
    SealKey key = keyring.current(Subject.participant(participant));
    if (key != null) {
      return PersonalText.sealed(text, key.id());
    }
    api.engine().query(view -> Accounts.known(view, participant));
    throw new ProblemException(
        Problem.unavailable(
            "SEAL_KEY_MISSING",
            "This engine has no key to seal what is said of " + participant + " with.",
            "Nothing was done; ask the operator to give the engine the folder of keys."));
  }
}
