/** Other Javas for tests. */
@NullMarked
package org.commonwatt.testkit.java;

import org.jspecify.annotations.NullMarked;
