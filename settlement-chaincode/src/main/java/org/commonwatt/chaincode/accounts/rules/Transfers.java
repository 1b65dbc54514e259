package org.commonwatt.chaincode.accounts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Wallet;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.LedgerAccounts.Direction;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * Money that comes to and leaves a bank: one side says it, the other confirms the same text. The
 * sides are the exchange and the bank.
 */
public final class Transfers {
  /** The event of a transfer that was proposed, confirmed or taken back. */
  public static final String TRANSFER_CHANGED = "TransferChanged";

  private static final String EXCHANGE = "EXCHANGE";

  private final State state;
  private final AccountRows rows;

  /** Transfers on a state, for one transaction. */
  public Transfers(State state) {
    this.state = state;
    this.rows = new AccountRows(state);
  }

  private enum Status {
    PROPOSED,
    CONFIRMED,
    TAKEN_BACK
  }

  private record Kept(String json, String proposedBy, Status status) {
    Transfer transfer() {
      return AccountsText.transfer(json);
    }

    Kept with(Status next) {
      return new Kept(json, proposedBy, next);
    }

    String write() {
      return "{\"transfer\":"
          + json
          + ",\"proposedBy\":\""
          + proposedBy
          + "\",\"status\":\""
          + status
          + "\"}";
    }
  }

  /**
   * Proposes a transfer. What is to be withdrawn is held from now on.
   *
   * @param json canonical JSON of the transfer
   * @return the transfer as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String propose(String json) {
    Transfer wanted = AccountsText.transfer(json);
    String side = side(wanted.bank());
    if (state.get(key(wanted.bank(), wanted.reference())) != null) {
      throw new Refusal(
          RefusalCode.REFERENCE_USED,
          "reference " + wanted.reference() + " stands for another transfer of " + wanted.bank());
    }
    requireInTime(wanted);
    rows.active(wanted.participant());
    if (wanted.direction() == Direction.WITHDRAWAL) {
      Wallet wallet = rows.wallet(wanted.participant());
      BigInteger amount = BigInteger.valueOf(wanted.amountNano());
      rows.requireAvailable(wallet, amount, new Available(rows)::toPayOut);
      rows.put(wallet.with(amount.negate(), amount));
    }
    return put(wanted, new Kept(json, side, Status.PROPOSED));
  }

  /**
   * Confirms what the other side has proposed.
   *
   * @param json the same text
   * @return the transfer as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String confirm(String json) {
    Transfer said = AccountsText.transfer(json);
    String side = side(said.bank());
    Kept kept = open(said.bank(), said.reference());
    if (kept.proposedBy().equals(side)) {
      throw new Refusal(RefusalCode.SAME_SIDE, "who has proposed a transfer does not confirm it");
    }
    if (!kept.json().equals(json)) {
      throw new Refusal(RefusalCode.TRANSFER_DIFFERS, "confirm what was proposed: " + kept.json());
    }
    requireInTime(said);
    boolean isDeposit = said.direction() == Direction.DEPOSIT;
    if (!isDeposit) {
      rows.active(said.participant());
    }
    Wallet wallet = rows.wallet(said.participant());
    BigInteger amount = BigInteger.valueOf(said.amountNano());
    rows.put(
        isDeposit
            ? wallet.with(amount, BigInteger.ZERO)
            : wallet.with(BigInteger.ZERO, amount.negate()));
    return put(said, kept.with(Status.CONFIRMED));
  }

  /**
   * Takes a proposal back: its own side at any time, the other one when its time is over.
   *
   * @return the transfer as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String takeBack(String bank, String reference) {
    String side = side(AccountsText.id("bank", bank));
    Kept kept = open(bank, AccountsText.id("reference", reference));
    Transfer transfer = kept.transfer();
    if (!kept.proposedBy().equals(side) && state.timestampMillis() <= transfer.expiresMillis()) {
      throw new Refusal(
          RefusalCode.SAME_SIDE, "until its time is over only who has proposed it takes it back");
    }
    if (transfer.direction() == Direction.WITHDRAWAL) {
      BigInteger amount = BigInteger.valueOf(transfer.amountNano());
      rows.put(rows.wallet(transfer.participant()).with(amount, amount.negate()));
    }
    return put(transfer, kept.with(Status.TAKEN_BACK));
  }

  /**
   * A transfer: {@code {"transfer":…,"proposedBy":"EXCHANGE","status":"PROPOSED"}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code TRANSFER_NOT_FOUND}
   */
  public String get(String bank, String reference) {
    return stored(AccountsText.id("bank", bank), AccountsText.id("reference", reference)).write();
  }

  /**
   * Every transfer of a bank by reference, a JSON array.
   *
   * @throws Refusal {@code MALFORMED} when the bank is not an id
   */
  public String list(String bank) {
    return state
        .list(new StateKey("account-transfer", List.of(AccountsText.id("bank", bank))))
        .stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Who calls, of the two sides. */
  private String side(String bank) {
    Caller caller = state.caller();
    Participant found = rows.participant(bank).participant();
    if (found.role() != Role.BANK) {
      throw new Refusal(RefusalCode.PARTICIPANT_NOT_FOUND, bank + " is no bank");
    }
    if (caller.equals(new Caller(found.mspId(), found.attribute()))) {
      rows.active(bank);
      return "BANK";
    }
    caller.requireMayPost();
    return EXCHANGE;
  }

  private void requireInTime(Transfer transfer) {
    if (state.timestampMillis() > transfer.expiresMillis()) {
      throw new Refusal(
          RefusalCode.TRANSFER_EXPIRED,
          "the time of transfer " + transfer.reference() + " is over: propose a new one");
    }
  }

  private Kept open(String bank, String reference) {
    Kept kept = stored(bank, reference);
    if (kept.status() != Status.PROPOSED) {
      throw new Refusal(
          RefusalCode.WRONG_STATUS, "transfer " + reference + " is " + kept.status() + " already");
    }
    return kept;
  }

  private Kept stored(String bank, String reference) {
    @Nullable String found = state.get(key(bank, reference));
    if (found == null) {
      throw new Refusal(
          RefusalCode.TRANSFER_NOT_FOUND,
          "no transfer " + reference + " of " + bank + " was proposed");
    }
    JsonNode node = Fields.object("transfer", found);
    return new Kept(
        node.required("transfer").toString(),
        node.required("proposedBy").textValue(),
        Status.valueOf(node.required("status").textValue()));
  }

  private String put(Transfer transfer, Kept kept) {
    String stored = kept.write();
    state.put(key(transfer.bank(), transfer.reference()), stored);
    state.event(
        TRANSFER_CHANGED,
        "{\"bank\":\""
            + transfer.bank()
            + "\",\"reference\":\""
            + transfer.reference()
            + "\",\"status\":\""
            + kept.status()
            + "\"}");
    return stored;
  }

  private static StateKey key(String bank, String reference) {
    return new StateKey("account-transfer", List.of(bank, reference));
  }
}
