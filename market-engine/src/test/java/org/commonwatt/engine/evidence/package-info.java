/** Tests of the store of documents. */
@NullMarked
package org.commonwatt.engine.evidence;

import org.jspecify.annotations.NullMarked;
