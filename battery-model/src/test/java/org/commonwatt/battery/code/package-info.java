@NullMarked
package org.commonwatt.battery.code;

import org.jspecify.annotations.NullMarked;
