/** Reads registers with Modbus4j, for who has it; no other module sees this one. */
@NullMarked
package org.commonwatt.ingest.modbus4j;

import org.jspecify.annotations.NullMarked;
