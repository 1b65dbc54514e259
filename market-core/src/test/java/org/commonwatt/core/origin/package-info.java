@NullMarked
package org.commonwatt.core.origin;

import org.jspecify.annotations.NullMarked;
