package org.commonwatt.ingest;

import java.util.Optional;
import org.commonwatt.model.Rejection;

/**
 * What became of a reading that was handed in.
 *
 * @param reading as it was handed in
 * @param sequence its number in the meter's chain; −1 when it was refused
 * @param rejection why it was refused; empty when it is on its way to the log
 */
public record Judged(RawReading reading, long sequence, Optional<Rejection> rejection) {}
