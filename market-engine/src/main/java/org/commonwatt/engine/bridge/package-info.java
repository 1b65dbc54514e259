/** Feeds other topics into {@code commands}, each record once. */
@NullMarked
package org.commonwatt.engine.bridge;

import org.jspecify.annotations.NullMarked;
