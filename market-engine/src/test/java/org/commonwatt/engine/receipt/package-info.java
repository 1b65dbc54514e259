@NullMarked
package org.commonwatt.engine.receipt;

import org.jspecify.annotations.NullMarked;
