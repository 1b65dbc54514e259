@NullMarked
package org.commonwatt.battery.bound;

import org.jspecify.annotations.NullMarked;
