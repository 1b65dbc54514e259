package org.commonwatt.log;

/**
 * The log of one market as its engine sees it. Every reader and writer is a new one and belongs to
 * the caller.
 *
 * <p>Two logs keep this contract, and one kit of tests ({@code MarketLogKit}) holds both to it: the
 * one on Kafka, and a fake in memory that simulations break on purpose.
 */
public interface MarketLog {

  /** Reads the market's frames of commands. */
  RecordReader commands();

  /** Reads the market's frames of events. */
  RecordReader events();

  /** Reads the metered positions that the stream jobs publish. */
  RecordReader positions();

  /** Writes the market's frames of events, once it has taken over. */
  EventWriter eventWriter();
}
