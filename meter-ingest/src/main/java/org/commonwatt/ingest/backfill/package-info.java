/** Readings of the past from files. */
@NullMarked
package org.commonwatt.ingest.backfill;

import org.jspecify.annotations.NullMarked;
