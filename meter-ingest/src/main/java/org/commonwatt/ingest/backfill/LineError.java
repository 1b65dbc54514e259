package org.commonwatt.ingest.backfill;

/**
 * What is wrong with a line, for the one who wrote it.
 *
 * @param line from 1, the header included
 * @param message what to change
 */
public record LineError(long line, String message) {}
