/**
 * What an engine tells those who watch over it: numbers in the text format of Prometheus, without
 * any personal data. {@code docs/operations/metrics.md} lists them. For {@code
 * org.commonwatt.engine}, which fills them, and for whoever answers {@code GET /metrics}.
 */
@NullMarked
package org.commonwatt.engine.metrics;

import org.jspecify.annotations.NullMarked;
