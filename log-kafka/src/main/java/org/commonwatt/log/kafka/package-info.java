/**
 * The log on Kafka: who appends to it, who reads it, and the broker of a laptop.
 *
 * <p>The engine, the bridges, meter-ingest and the read models use this package, the command line
 * and benchmarks for brokers and whole logs; nobody else talks to Kafka, except Flink's own
 * connectors. Faults are unchecked exceptions: {@link org.commonwatt.log.LogUnavailableException}
 * leaves the outcome of a write unknown, {@link org.commonwatt.log.FencedException} says that
 * another writer has taken over.
 *
 * <p>Offsets have gaps, because the end of a transaction takes one: a reader goes on from where it
 * stands, never from the last offset plus one.
 */
@NullMarked
package org.commonwatt.log.kafka;

import org.jspecify.annotations.NullMarked;
