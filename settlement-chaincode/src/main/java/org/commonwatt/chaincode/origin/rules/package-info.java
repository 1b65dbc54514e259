/** The rules of guarantees of origin, without Fabric's types. */
@NullMarked
package org.commonwatt.chaincode.origin.rules;

import org.jspecify.annotations.NullMarked;
