/**
 * The accounts contract on Fabric's contract API. It is thin: what may be registered, moved and
 * posted, and what is kept, is decided in {@link org.commonwatt.chaincode.accounts.rules}.
 */
@NullMarked
package org.commonwatt.chaincode.accounts;

import org.jspecify.annotations.NullMarked;
