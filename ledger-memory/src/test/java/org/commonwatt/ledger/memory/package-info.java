/** The fake's kits. */
@NullMarked
package org.commonwatt.ledger.memory;

import org.jspecify.annotations.NullMarked;
