/**
 * Clearing cases and results as JSON: reading, writing, and the loops of {@code commonwatt clear}
 * and {@code commonwatt bench clear}. {@code docs/formats/clearing.md} describes the format. {@code
 * Fields} also reads the cases of {@code commonwatt storage}.
 */
@NullMarked
package org.commonwatt.cli.clearing;

import org.jspecify.annotations.NullMarked;
