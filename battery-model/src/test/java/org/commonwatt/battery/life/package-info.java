@NullMarked
package org.commonwatt.battery.life;

import org.jspecify.annotations.NullMarked;
