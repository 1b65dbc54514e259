/** Codes of batteries as JSON Lines: {@code docs/battery-provenance.md} describes the format. */
@NullMarked
package org.commonwatt.cli.battery;

import org.jspecify.annotations.NullMarked;
