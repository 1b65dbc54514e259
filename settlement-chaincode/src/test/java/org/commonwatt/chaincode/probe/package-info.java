/** A contract for tests of ledgers; never deployed by the product. */
@NullMarked
package org.commonwatt.chaincode.probe;

import org.jspecify.annotations.NullMarked;
