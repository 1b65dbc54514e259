/** What has to be reported how soon: duties as data, and who is late. */
@NullMarked
package org.commonwatt.battery.duty;

import org.jspecify.annotations.NullMarked;
