package org.commonwatt.cli.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.commonwatt.cli.laptop.LedgerKind;

/**
 * What a demo shall do.
 *
 * @param homes 1 to 17
 * @param days trading days, at least 1
 * @param slots slots to trade, 1 to 96 a day; empty for all of the days
 * @param start first trading day, local
 * @param speed cap in simulated seconds per second, 0 for none
 * @param step whether to wait for a line on standard input before the auction of each slot
 * @param port of the API, 0 for a free one
 * @param data a new folder
 * @param seed of prices and salts
 * @param ledger what keeps the batches
 * @param logins whether the API asks for a login
 */
public record DemoOptions(
    int homes,
    int days,
    OptionalInt slots,
    LocalDate start,
    long speed,
    boolean step,
    int port,
    Path data,
    long seed,
    LedgerKind ledger,
    boolean logins) {

  /** The start of trading. */
  Instant tradingStart(ZoneOffset local) {
    return start.atStartOfDay().toInstant(local);
  }
}
