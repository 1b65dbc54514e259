@NullMarked
package org.commonwatt.fuzz;

import org.jspecify.annotations.NullMarked;
