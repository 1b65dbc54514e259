package org.commonwatt.audit;

import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Role;
import org.jspecify.annotations.Nullable;

/**
 * Whether the accounts contract's calls were made by whom its rules demand: the exchange's
 * submitter keeps the books, and a transfer is said by two sides.
 */
final class AccountCallers {
  private static final String EXCHANGE = "ExchangeMSP";
  private static final String SUBMITTER = "submitter";

  private final Findings findings;

  AccountCallers(Findings findings) {
    this.findings = findings;
  }

  /** Who says something of a transfer. */
  enum Side {
    EXCHANGE,
    BANK,
    NEITHER
  }

  /** The call is for the exchange's submitter only. */
  void requireExchange(Place place, LedgerTransaction transaction) {
    if (!isExchange(transaction.creator())) {
      wrong(place, "the exchange's submitter", transaction);
    }
  }

  /** Whoever registers a bank is not that bank's client. */
  void requireNotBank(Place place, Participant participant, LedgerTransaction transaction) {
    if (participant.role() == Role.BANK && isBank(participant, transaction.creator())) {
      wrong(place, "another client than the bank's own", transaction);
    }
  }

  /**
   * Which side calls; a finding when it is neither.
   *
   * @param bank the transfer's, null when it is not registered
   */
  Side side(Place place, @Nullable Participant bank, LedgerTransaction transaction) {
    Creator creator = transaction.creator();
    if (bank != null && bank.role() == Role.BANK && isBank(bank, creator)) {
      return Side.BANK;
    }
    if (isExchange(creator)) {
      return Side.EXCHANGE;
    }
    wrong(place, "the exchange's submitter or the bank's client", transaction);
    return Side.NEITHER;
  }

  /** Who confirms is not who has proposed. */
  void requireOther(Place place, Side proposed, LedgerTransaction transaction, Side confirming) {
    if (proposed == confirming) {
      wrong(place, "the other side than " + proposed + ", which proposed it", transaction);
    }
  }

  /** Whether it is the exchange's submitter. */
  static boolean isExchange(@Nullable Creator creator) {
    return creator != null && creator.is(EXCHANGE, SUBMITTER);
  }

  private static boolean isBank(Participant bank, @Nullable Creator creator) {
    return creator != null && creator.is(bank.mspId(), bank.attribute());
  }

  private void wrong(Place place, String expected, LedgerTransaction transaction) {
    findings.add(
        FindingCode.ACCOUNT_CALLER_WRONG,
        place,
        "transaction %s calls %s: expected %s, found %s"
            .formatted(
                transaction.transactionId(),
                transaction.call().function(),
                expected,
                named(transaction.creator())));
  }

  /** A client in words. */
  static String named(@Nullable Creator creator) {
    return creator == null ? "nobody" : creator.mspId() + " with the role '" + creator.role() + "'";
  }
}
