@NullMarked
package org.commonwatt.battery.duty;

import org.jspecify.annotations.NullMarked;
