/** Documents that statements about batteries name by their hashes. */
@NullMarked
package org.commonwatt.engine.evidence;

import org.jspecify.annotations.NullMarked;
