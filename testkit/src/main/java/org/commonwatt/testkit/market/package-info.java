/** Commands of whole markets, for tests and measurements. */
@NullMarked
package org.commonwatt.testkit.market;

import org.jspecify.annotations.NullMarked;
