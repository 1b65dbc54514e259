/**
 * From meters to the log: polling, edge validation, the spool and its publishing.
 *
 * <p>Used by the program that wires a node together. {@link org.commonwatt.ingest.IngestService} is
 * the entry; a sink gives the records away, and no record is lost between the two.
 */
@NullMarked
package org.commonwatt.ingest;

import org.jspecify.annotations.NullMarked;
