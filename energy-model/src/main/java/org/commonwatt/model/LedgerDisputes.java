package org.commonwatt.model;

/** Disputes of bill lines as the ledger records them from a market's log. */
public final class LedgerDisputes {
  private LedgerDisputes() {}

  /**
   * Where an event stands on the log.
   *
   * @param sequence its number
   * @param hash hash of its stored bytes, in which texts are sealed
   * @param offset offset of its record on {@code events}, from which a reader goes on
   */
  public record EventPlace(long sequence, Hash hash, long offset) {}

  /**
   * A dispute that was opened.
   *
   * @param market id of the market
   * @param dispute its number in the market, from 1
   * @param batchId the settlement run whose line is disputed
   * @param line index of the line among those of the batch, from 0
   * @param participant whose line it is
   * @param openedMillis the market's clock when it was opened, UTC
   * @param untilMillis until when lines of the batch may be disputed, UTC
   * @param place of the event that opened it
   */
  public record Opened(
      String market,
      long dispute,
      String batchId,
      int line,
      String participant,
      long openedMillis,
      long untilMillis,
      EventPlace place) {}

  /** How a dispute ended. */
  public enum Outcome {
    /** The line is wrong: a settlement run posts the difference. */
    UPHELD,
    /** The line is right. */
    DISMISSED,
    /** Who opened it took it back. */
    WITHDRAWN
  }

  /**
   * A dispute that ended.
   *
   * @param market id of the market
   * @param dispute its number
   * @param outcome how it ended
   * @param place of the event that ended it
   */
  public record Resolved(String market, long dispute, Outcome outcome, EventPlace place) {}
}
