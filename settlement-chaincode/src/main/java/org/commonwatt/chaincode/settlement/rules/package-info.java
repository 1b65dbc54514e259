/**
 * The rules of the settlement contract, without Fabric's types: what may be posted, and what is
 * kept. Used by the contract class and by {@code ledger-memory}, the fake of tests and simulation.
 */
@NullMarked
package org.commonwatt.chaincode.settlement.rules;

import org.jspecify.annotations.NullMarked;
