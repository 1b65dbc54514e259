/** End to end: whole laptops, whole days, real processes. */
@NullMarked
package org.commonwatt.system;

import org.jspecify.annotations.NullMarked;
