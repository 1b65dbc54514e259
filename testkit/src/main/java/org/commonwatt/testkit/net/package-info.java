/** Ports for tests. */
@NullMarked
package org.commonwatt.testkit.net;

import org.jspecify.annotations.NullMarked;
