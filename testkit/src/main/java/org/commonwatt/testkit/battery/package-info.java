/** A fleet of batteries at random, and a naive model that judges whatever keeps their lives. */
@NullMarked
package org.commonwatt.testkit.battery;

import org.jspecify.annotations.NullMarked;
