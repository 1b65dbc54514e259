/** Signed receipts of what the market did with a command, and the key that signs them. */
@NullMarked
package org.commonwatt.engine.receipt;

import org.jspecify.annotations.NullMarked;
