package org.commonwatt.ledger;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerAccounts.Fold;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Postings;
import org.commonwatt.model.LedgerAccounts.Step;
import org.commonwatt.model.LedgerAccounts.Transfer;

/**
 * The accounts contract, typed. What changes something is a call, because two sides make them:
 * whoever is to submit it does.
 */
public final class AccountsLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "accounts";

  private final Ledger ledger;

  /** Asks the accounts contract on a ledger. */
  public AccountsLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A participant and whether it is frozen. */
  public record Registered(Participant participant, boolean frozen) {}

  /**
   * A transfer and what became of it.
   *
   * @param transfer the transfer
   * @param proposedBy {@code EXCHANGE} or {@code BANK}
   * @param status {@code PROPOSED}, {@code CONFIRMED} or {@code TAKEN_BACK}
   */
  public record KeptTransfer(Transfer transfer, String proposedBy, String status) {}

  /**
   * How far a market's batches have come to the accounts.
   *
   * @param batchHash hash of the last one, zero for none
   * @param batches how many these are
   */
  public record Posted(Hash batchHash, long batches) {
    /** Of a market without any. */
    public static final Posted NONE = new Posted(Hash.ZERO, 0);
  }

  /**
   * A row that waits to be folded; nano-currency.
   *
   * @param disposable whether it becomes cash, and not what is settled in its market
   */
  public record Row(
      String market,
      String period,
      String transactionId,
      BigInteger amountNano,
      boolean disposable) {}

  /**
   * What an account has in a market, nano-currency.
   *
   * @param market the market
   * @param settledNano what was added up of its batches' postings and moved by steps
   * @param collateralNano allocated to it
   * @param fundShareNano the share of its default fund
   * @param sequence number of the log's event of its last step, 0 for none
   */
  public record Share(
      String market,
      BigInteger settledNano,
      BigInteger collateralNano,
      BigInteger fundShareNano,
      long sequence) {}

  /** What an account owes in a market, nano-currency, positive. */
  public record Owed(String market, String creditor, BigInteger amountNano) {}

  /**
   * An account; nano-currency.
   *
   * @param account its id
   * @param cashNano paid in, and neither paid out nor allocated; less than 0 when what markets
   *     settled was paid out or allocated
   * @param heldNano waits to be paid out
   * @param availableNano what may be paid out; less than 0 for who owes
   * @param rows that wait to be folded, by market, period and transaction
   * @param markets what it has in each
   * @param owes by market and creditor
   */
  public record Account(
      String account,
      BigInteger cashNano,
      BigInteger heldNano,
      BigInteger availableNano,
      List<Row> rows,
      List<Share> markets,
      List<Owed> owes) {
    /** Copies the lists. */
    public Account {
      rows = List.copyOf(rows);
      markets = List.copyOf(markets);
      owes = List.copyOf(owes);
    }

    /** What it has in a market; zeros without anything. */
    public Share in(String market) {
      return markets.stream()
          .filter(one -> one.market().equals(market))
          .findFirst()
          .orElse(new Share(market, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, 0));
    }
  }

  /** Registers a participant, once. */
  public static LedgerCall register(Participant participant) {
    return call("Register", AccountsJson.write(participant));
  }

  /** Freezes a participant. */
  public static LedgerCall freeze(String participant) {
    return call("Freeze", participant);
  }

  /** Frees a frozen participant. */
  public static LedgerCall unfreeze(String participant) {
    return call("Unfreeze", participant);
  }

  /** One side proposes a transfer. */
  public static LedgerCall propose(Transfer transfer) {
    return call("Propose", AccountsJson.write(transfer));
  }

  /** The other side confirms it. */
  public static LedgerCall confirm(Transfer transfer) {
    return call("Confirm", AccountsJson.write(transfer));
  }

  /** Takes a proposal back. */
  public static LedgerCall takeBack(String bank, String reference) {
    return call("TakeBack", bank, reference);
  }

  /** Brings the postings of batches to the accounts, once. */
  public static LedgerCall post(Postings postings) {
    return call("PostBatches", AccountsJson.write(postings));
  }

  /** Books a step of a market's guarantees, once. */
  public static LedgerCall post(Step step) {
    return call("PostStep", AccountsJson.write(step));
  }

  /** Adds rows up, once. */
  public static LedgerCall fold(Fold fold) {
    return call("Fold", AccountsJson.write(fold));
  }

  /** Every participant, by id. */
  public List<Registered> participants() {
    return AccountsJson.readParticipants(ask("ListParticipants"));
  }

  /** Every transfer of a bank, by reference. */
  public List<KeptTransfer> transfers(String bank) {
    return AccountsJson.readTransfers(ask("ListTransfers", bank));
  }

  /** How far a market's batches have come. */
  public Posted posted(String market) {
    EvaluateOutcome outcome = ledger.evaluate(call("GetPosted", market));
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals("HEAD_NOT_FOUND")) {
      return Posted.NONE;
    }
    return AccountsJson.readPosted(result(outcome));
  }

  /** An account; zeros for one that nobody has posted to. */
  public Account account(String id) {
    return AccountsJson.readAccount(ask("GetAccount", id));
  }

  private String ask(String function, String... arguments) {
    return result(ledger.evaluate(call(function, arguments)));
  }

  private static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of(CONTRACT, function, arguments);
  }

  private static String result(EvaluateOutcome outcome) {
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return returned.result();
    }
    throw new LedgerException("the accounts contract refused a query: " + outcome);
  }
}
