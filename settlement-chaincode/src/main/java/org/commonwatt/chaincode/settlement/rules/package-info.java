/**
 * The rules of the settlement contract, without Fabric's types: what may be posted, and what is
 * kept. Used by the contract class only.
 */
@NullMarked
package org.commonwatt.chaincode.settlement.rules;

import org.jspecify.annotations.NullMarked;
