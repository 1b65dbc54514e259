package org.commonwatt.audit;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.SettlementLedger;
import org.jspecify.annotations.Nullable;

/**
 * What an audit reads of a ledger.
 *
 * @param height the number of blocks
 * @param block a block by its number, from 0
 * @param contract answers about batches and balances, null where there are only blocks: then these
 *     answers are not checked
 * @param accounts answers about accounts, likewise
 */
public record AuditedLedger(
    LongSupplier height,
    LongFunction<LedgerBlock> block,
    @Nullable SettlementLedger contract,
    @Nullable AccountsLedger accounts) {

  /** A ledger that runs. */
  public static AuditedLedger of(Ledger ledger) {
    return new AuditedLedger(
        ledger::height, ledger::block, new SettlementLedger(ledger), new AccountsLedger(ledger));
  }

  /** The blocks of a ledger, from block 0 on. */
  public static AuditedLedger ofBlocks(List<LedgerBlock> blocks) {
    List<LedgerBlock> all = List.copyOf(blocks);
    return new AuditedLedger(all::size, number -> all.get(Math.toIntExact(number)), null, null);
  }
}
