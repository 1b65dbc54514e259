package org.commonwatt.chaincode.accounts;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.accounts.rules.Accounts;
import org.commonwatt.chaincode.accounts.rules.Participants;
import org.commonwatt.chaincode.accounts.rules.Steps;
import org.commonwatt.chaincode.accounts.rules.Transfers;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.commonwatt.chaincode.settlement.rules.State;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** Participants and their accounts: {@code docs/formats/ledger.md}. */
@Contract(
    name = "accounts",
    info =
        @Info(
            title = "Commonwatt accounts",
            description = "Keeps participants, their money, and what they owe.",
            version = "1"))
public final class AccountsContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(
          Map.ofEntries(
              Map.entry("Register", 1),
              Map.entry("Freeze", 1),
              Map.entry("Unfreeze", 1),
              Map.entry("Propose", 1),
              Map.entry("Confirm", 1),
              Map.entry("TakeBack", 2),
              Map.entry("PostBatches", 1),
              Map.entry("PostStep", 1),
              Map.entry("Fold", 1),
              Map.entry("GetParticipant", 1),
              Map.entry("ListParticipants", 0),
              Map.entry("GetTransfer", 2),
              Map.entry("ListTransfers", 1),
              Map.entry("GetPosted", 1),
              Map.entry("GetAccount", 1)));

  /** Made by Fabric's router. */
  public AccountsContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /** Registers a participant, once; returns what {@code GetParticipant} does. */
  @Transaction(name = "Register", intent = Transaction.TYPE.SUBMIT)
  public String register(Context context, String json) {
    return call(context, state -> new Participants(state).register(json));
  }

  /** Freezes a participant; returns what {@code GetParticipant} does. */
  @Transaction(name = "Freeze", intent = Transaction.TYPE.SUBMIT)
  public String freeze(Context context, String participant) {
    return call(context, state -> new Participants(state).freeze(participant));
  }

  /** Frees a participant; returns what {@code GetParticipant} does. */
  @Transaction(name = "Unfreeze", intent = Transaction.TYPE.SUBMIT)
  public String unfreeze(Context context, String participant) {
    return call(context, state -> new Participants(state).unfreeze(participant));
  }

  /** Proposes a transfer; returns what {@code GetTransfer} does. */
  @Transaction(name = "Propose", intent = Transaction.TYPE.SUBMIT)
  public String propose(Context context, String json) {
    return call(context, state -> new Transfers(state).propose(json));
  }

  /** Confirms a transfer; returns what {@code GetTransfer} does. */
  @Transaction(name = "Confirm", intent = Transaction.TYPE.SUBMIT)
  public String confirm(Context context, String json) {
    return call(context, state -> new Transfers(state).confirm(json));
  }

  /** Takes a proposal back; returns what {@code GetTransfer} does. */
  @Transaction(name = "TakeBack", intent = Transaction.TYPE.SUBMIT)
  public String takeBack(Context context, String bank, String reference) {
    return call(context, state -> new Transfers(state).takeBack(bank, reference));
  }

  /** Brings postings of batches to accounts; returns what {@code GetPosted} does. */
  @Transaction(name = "PostBatches", intent = Transaction.TYPE.SUBMIT)
  public String postBatches(Context context, String json) {
    return call(context, state -> new Accounts(state).post(json));
  }

  /** Books a step of a market's guarantees; returns what the account has in the market. */
  @Transaction(name = "PostStep", intent = Transaction.TYPE.SUBMIT)
  public String postStep(Context context, String json) {
    return call(context, state -> new Steps(state).post(json));
  }

  /** Adds rows up; returns what the account has in their market. */
  @Transaction(name = "Fold", intent = Transaction.TYPE.SUBMIT)
  public String fold(Context context, String json) {
    return call(context, state -> new Accounts(state).fold(json));
  }

  /** A participant. */
  @Transaction(name = "GetParticipant", intent = Transaction.TYPE.EVALUATE)
  public String getParticipant(Context context, String participant) {
    return call(context, state -> new Participants(state).get(participant));
  }

  /** Every participant, a JSON array by id. */
  @Transaction(name = "ListParticipants", intent = Transaction.TYPE.EVALUATE)
  public String listParticipants(Context context) {
    return call(context, state -> new Participants(state).list());
  }

  /** A transfer with what became of it. */
  @Transaction(name = "GetTransfer", intent = Transaction.TYPE.EVALUATE)
  public String getTransfer(Context context, String bank, String reference) {
    return call(context, state -> new Transfers(state).get(bank, reference));
  }

  /** Every transfer of a bank, a JSON array by reference. */
  @Transaction(name = "ListTransfers", intent = Transaction.TYPE.EVALUATE)
  public String listTransfers(Context context, String bank) {
    return call(context, state -> new Transfers(state).list(bank));
  }

  /** How far the batches of a market have come. */
  @Transaction(name = "GetPosted", intent = Transaction.TYPE.EVALUATE)
  public String getPosted(Context context, String market) {
    return call(context, state -> new Accounts(state).posted(market));
  }

  /** An account with all it has. */
  @Transaction(name = "GetAccount", intent = Transaction.TYPE.EVALUATE)
  public String getAccount(Context context, String account) {
    return call(context, state -> new Accounts(state).get(account));
  }

  private static String call(Context context, Function<State, String> function) {
    return Calls.run(() -> function.apply(new StubState(context)));
  }
}
