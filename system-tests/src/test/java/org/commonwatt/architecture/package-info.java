/** The guards of the module rules. */
@NullMarked
package org.commonwatt.architecture;

import org.jspecify.annotations.NullMarked;
