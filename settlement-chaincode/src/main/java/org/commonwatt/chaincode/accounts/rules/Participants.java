package org.commonwatt.chaincode.accounts.rules;

import java.util.List;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Registered;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Role;

/** Who may have an account, as what, and who acts for it. */
public final class Participants {
  private final State state;
  private final AccountRows rows;

  /** Participants on a state, for one transaction. */
  public Participants(State state) {
    this.state = state;
    this.rows = new AccountRows(state);
  }

  /**
   * Registers a participant, once. This and the other changes only for a submitter of the exchange.
   *
   * @param json canonical JSON of the participant
   * @return the participant as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String register(String json) {
    state.caller().requireMayPost();
    Participant wanted = AccountsText.participant(json);
    if (rows.hasParticipant(wanted.participant())) {
      throw new Refusal(
          RefusalCode.PARTICIPANT_EXISTS, "participant " + wanted.participant() + " is registered");
    }
    if (wanted.role() == Role.BANK
        && new Caller(wanted.mspId(), wanted.attribute()).equals(state.caller())) {
      throw new Refusal(
          RefusalCode.SAME_SIDE,
          "a bank confirms what the exchange proposes: name another client than the exchange's");
    }
    return rows.put(new Registered(wanted, false));
  }

  /**
   * Freezes a participant: it proposes nothing, is paid nothing and allocates nothing. Settlement
   * goes on.
   *
   * @return the participant as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String freeze(String id) {
    return change(id, true);
  }

  /**
   * Frees a frozen participant.
   *
   * @return the participant as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String unfreeze(String id) {
    return change(id, false);
  }

  private String change(String id, boolean frozen) {
    state.caller().requireMayPost();
    Registered found = rows.participant(AccountsText.id("participant", id));
    if (found.frozen() == frozen) {
      throw new Refusal(
          RefusalCode.WRONG_STATUS,
          "participant " + id + " is " + (frozen ? "frozen" : "active") + " already");
    }
    return rows.put(new Registered(found.participant(), frozen));
  }

  /**
   * A participant: {@code {"participant":…,"state":"ACTIVE"}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code PARTICIPANT_NOT_FOUND}
   */
  public String get(String id) {
    return rows.participant(AccountsText.id("participant", id)).write();
  }

  /** Every participant by id, a JSON array. */
  public String list() {
    return state.list(new StateKey("participant", List.of())).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }
}
