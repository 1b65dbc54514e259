package org.commonwatt.engine.http;

import java.sql.SQLException;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Whom the API answers about: who left and was erased is gone, and not just unknown. */
final class Participants {
  private final ApiContext api;

  Participants(ApiContext api) {
    this.api = api;
  }

  /**
   * Requires that the market knows a participant. May block.
   *
   * @throws ProblemException when it does not, or when it was erased
   * @throws SQLException when nobody can say whether it was
   */
  void requireKnown(String participant) throws SQLException {
    requireNotErased(participant);
    api.engine().query(view -> Accounts.known(view, participant));
  }

  /**
   * Requires that a participant does not wait for its confirmation and was not refused. May block.
   *
   * @throws ProblemException when it does, or was
   */
  void requireConfirmed(String participant) {
    AccountState state =
        api.engine()
            .query(view -> view.market().registered().state(participant))
            .orElse(AccountState.ACTIVE);
    if (state == AccountState.REQUESTED || state == AccountState.REFUSED) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.ACCOUNT_NOT_ACTIVE,
                  "account " + participant + " is " + state + ": ask the registrar")));
    }
  }

  /**
   * Requires that a participant was not erased; a member that was and stays is one like any other,
   * and the database is not asked about members. May block.
   *
   * @throws ProblemException when it was
   * @throws SQLException when nobody can say
   */
  void requireNotErased(String participant) throws SQLException {
    boolean member = api.engine().query(view -> Bills.isParty(view, participant));
    if (!member && api.readModels().erasures().isErased(participant)) {
      throw new ProblemException(
          new Problem(
              410,
              "PARTICIPANT_ERASED",
              "The data of " + participant + " were erased, and it is no member any more.",
              "Nothing is kept that could be shown or changed: docs/privacy.md says what stays."));
    }
  }
}
