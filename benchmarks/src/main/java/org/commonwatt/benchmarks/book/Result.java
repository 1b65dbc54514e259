package org.commonwatt.benchmarks.book;

/**
 * One run of a stream.
 *
 * @param wallNanos elapsed time
 * @param cpuNanos processor time of all threads of the process
 * @param trades number of trades
 * @param energy traded quantity
 */
record Result(long wallNanos, long cpuNanos, long trades, long energy) {}
