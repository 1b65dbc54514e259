/** An oracle of the coupled auction, for tests and benchmarks. */
@NullMarked
package org.commonwatt.testkit.clearing;

import org.jspecify.annotations.NullMarked;
