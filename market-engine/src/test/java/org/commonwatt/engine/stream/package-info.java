/** Tests of the live feed. */
@NullMarked
package org.commonwatt.engine.stream;

import org.jspecify.annotations.NullMarked;
