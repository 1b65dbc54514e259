/**
 * The live feed: channels that tell of every committed change, in order and without a gap, to
 * whoever follows them. Knows nothing of sockets.
 */
@NullMarked
package org.commonwatt.engine.stream;

import org.jspecify.annotations.NullMarked;
