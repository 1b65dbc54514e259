@NullMarked
package org.commonwatt.battery.recall;

import org.jspecify.annotations.NullMarked;
