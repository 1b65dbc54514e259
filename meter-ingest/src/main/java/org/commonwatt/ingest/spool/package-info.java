/**
 * A bounded queue of records on disk that survives the death of the process. Knows nothing of
 * meters; used by the ingest service.
 */
@NullMarked
package org.commonwatt.ingest.spool;

import org.jspecify.annotations.NullMarked;
