/** The rules of bilateral contracts, without Fabric's types. */
@NullMarked
package org.commonwatt.chaincode.bilateral.rules;

import org.jspecify.annotations.NullMarked;
