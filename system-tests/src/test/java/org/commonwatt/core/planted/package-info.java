/** Violations planted to prove that the module guards bite. Not part of the product. */
@NullMarked
package org.commonwatt.core.planted;

import org.jspecify.annotations.NullMarked;
