/** Which batteries a recall means. */
@NullMarked
package org.commonwatt.battery.recall;

import org.jspecify.annotations.NullMarked;
