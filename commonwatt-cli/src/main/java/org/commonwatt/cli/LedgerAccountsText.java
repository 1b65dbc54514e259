package org.commonwatt.cli;

import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Transfer;
import org.commonwatt.model.Posting;

/** What {@code commonwatt ledger accounts list} shows. */
final class LedgerAccountsText {
  private static final String LINE = "%-24s %20s %20s %20s %20s %20s %20s%n";

  private LedgerAccountsText() {}

  /** Prints participants with the transfers of banks, and each account. */
  static void print(String market, Ledger ledger, PrintWriter out) {
    AccountsLedger accounts = new AccountsLedger(ledger);
    Set<String> ids = new TreeSet<>();
    for (AccountsLedger.Registered one : accounts.participants()) {
      Participant participant = one.participant();
      ids.add(participant.participant());
      out.printf(
          "%-24s %-13s %s %s%s%n",
          participant.participant(),
          participant.role(),
          participant.mspId(),
          participant.attribute(),
          one.frozen() ? "  FROZEN" : "");
      if (participant.role() == Role.BANK) {
        accounts.transfers(participant.participant()).forEach(kept -> print(kept, out));
      }
    }
    for (RecordedBatch batch : new SettlementLedger(ledger).batches(market)) {
      batch.batch().postings().stream().map(Posting::account).forEach(ids::add);
    }
    out.printf(LINE, "account", "cash", "held", "settled", "collateral", "fund share", "available");
    ids.forEach(id -> print(accounts.account(id), market, out));
    out.flush();
  }

  private static void print(AccountsLedger.KeptTransfer kept, PrintWriter out) {
    Transfer transfer = kept.transfer();
    out.printf(
        "  %-22s %-13s %s %d nano, %s by %s%n",
        transfer.reference(),
        transfer.direction(),
        transfer.participant(),
        transfer.amountNano(),
        kept.status(),
        kept.proposedBy());
  }

  private static void print(AccountsLedger.Account account, String market, PrintWriter out) {
    AccountsLedger.Share share = account.in(market);
    out.printf(
        LINE,
        account.account(),
        account.cashNano(),
        account.heldNano(),
        share.settledNano(),
        share.collateralNano(),
        share.fundShareNano(),
        account.availableNano());
    account
        .owes()
        .forEach(owed -> out.printf("  owes %s %s nano%n", owed.creditor(), owed.amountNano()));
    account
        .rows()
        .forEach(row -> out.printf("  waits %s %s nano%n", row.period(), row.amountNano()));
  }
}
