/**
 * What a meter's registers say: explicit register maps, read exactly into whole Wh and W, and the
 * ways to read a meter that they and SunSpec have in common.
 *
 * <p>Used by the poller and the command line; knows nothing of connections or of the log.
 */
@NullMarked
package org.commonwatt.ingest.registers;

import org.jspecify.annotations.NullMarked;
