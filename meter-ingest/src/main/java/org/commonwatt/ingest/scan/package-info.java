/** Finding out how a meter that is somewhere on the network can be read. */
@NullMarked
package org.commonwatt.ingest.scan;

import org.jspecify.annotations.NullMarked;
