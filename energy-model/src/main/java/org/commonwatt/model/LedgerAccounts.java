package org.commonwatt.model;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.RegistryEntries.LogPlace;

/** What is posted to the accounts on the ledger: {@code docs/formats/ledger.md}. */
public final class LedgerAccounts {
  /** The most batches or rows of one post: each costs a call or two of a peer. */
  public static final int MOST = 100;

  /**
   * The most moves, and the most claims, of a step. A default takes from every member of the fund;
   * of who defaults there are three moves, of the exchange two.
   */
  public static final int MOST_MOVES = Registration.MAX_ACCOUNTS + 5;

  private LedgerAccounts() {}

  /** What a participant is on the ledger. */
  public enum Role {
    /** Trades. */
    MEMBER,
    /** Supplies and takes what trades do not cover. */
    SUPPLIER,
    /** Is owed grid fees. */
    GRID_OPERATOR,
    /** Runs the market and stands in for members that default. */
    EXCHANGE,
    /** Holds the money; the other side of each transfer. */
    BANK
  }

  /**
   * Who may have an account.
   *
   * @param participant its id; the account has the same
   * @param role what it is
   * @param mspId the organisation whose clients act for it
   * @param attribute the value that the certificate of such a client has as {@code role}
   */
  public record Participant(String participant, Role role, String mspId, String attribute) {}

  /** Which way money goes. */
  public enum Direction {
    /** Into the account. */
    DEPOSIT,
    /** Out of it, to whom it belongs. */
    WITHDRAWAL
  }

  /**
   * Money that comes to or leaves a bank's account for a participant.
   *
   * @param bank the bank, a participant
   * @param reference the payment's id at the bank, used once
   * @param direction which way
   * @param participant whose money it is
   * @param amountNano nano-currency, positive
   * @param expiresMillis the last instant at which it may be confirmed, milliseconds since the
   *     epoch
   */
  public record Transfer(
      String bank,
      String reference,
      Direction direction,
      String participant,
      long amountNano,
      long expiresMillis) {}

  /** What an account consists of. */
  public enum Pot {
    /** What was paid in and is neither paid out nor allocated; of all markets together. */
    CASH,
    /** What settlement posted in the market, and what others paid for the account there. */
    SETTLED,
    /** Collateral allocated to the market. */
    COLLATERAL,
    /** A share of the market's default fund. */
    FUND
  }

  /**
   * A part of a step.
   *
   * @param account whose
   * @param pot which part of it; all but cash are those of the step's market
   * @param amountNano nano-currency, not 0; positive comes in
   */
  public record Move(String account, Pot pot, BigInteger amountNano) {}

  /**
   * What an account owes to another one, more or less.
   *
   * @param creditor whom
   * @param amountNano nano-currency, not 0; negative was paid back
   */
  public record Claim(String creditor, BigInteger amountNano) {}

  /** Why money moves within a market. */
  public enum StepKind {
    /** Collateral is allocated or released: between cash and the pots, only if it is there. */
    ALLOCATION,
    /** Others stand in for a member: between what is settled and the pots. */
    DEFAULT,
    /** The member pays back: likewise. */
    REPAYMENT,
    /** Gains leave the market: from what is settled to cash, only if it is there. */
    PAY_OUT
  }

  /**
   * A step of the guarantees of a market as its log has it.
   *
   * @param market the market
   * @param kind what it is
   * @param account whose step it is: who allocates, defaults or pays back
   * @param place the log's event
   * @param moves sum to zero
   * @param claims what the account owes to others, more or less
   */
  public record Step(
      String market,
      StepKind kind,
      String account,
      LogPlace place,
      List<Move> moves,
      List<Claim> claims) {
    /** Copies the lists. */
    public Step {
      moves = List.copyOf(moves);
      claims = List.copyOf(claims);
    }
  }

  /**
   * Batches whose postings go to the accounts.
   *
   * @param market the market
   * @param period a name for the rows that they make, such as the day
   * @param after hash of the batch before the first, zero for the first of the market
   * @param guarantees whether the rulebook of a batch of the market, up to the last of these, has
   *     guarantees: then its core counts with what is settled there
   * @param disposable whether none of these batches is of such a rulebook, so that what they post
   *     is at the accounts' disposal; before version 10 nobody said so
   * @param batchIds of the batches, in the order of the market's chain
   */
  public record Postings(
      String market,
      String period,
      Hash after,
      boolean guarantees,
      boolean disposable,
      List<String> batchIds) {
    /** Batches whose postings count as settled in their market. */
    public Postings(
        String market, String period, Hash after, boolean guarantees, List<String> batchIds) {
      this(market, period, after, guarantees, false, batchIds);
    }

    /** Copies the list. */
    public Postings {
      batchIds = List.copyOf(batchIds);
    }
  }

  /**
   * Rows that are to be added up into their account.
   *
   * @param account the account
   * @param market the market whose batches made them
   * @param period the period of the rows
   * @param transactionIds the transactions that made them
   */
  public record Fold(String account, String market, String period, List<String> transactionIds) {
    /** Copies the list. */
    public Fold {
      transactionIds = List.copyOf(transactionIds);
    }
  }
}
