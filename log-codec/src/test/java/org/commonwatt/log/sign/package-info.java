@NullMarked
package org.commonwatt.log.sign;

import org.jspecify.annotations.NullMarked;
