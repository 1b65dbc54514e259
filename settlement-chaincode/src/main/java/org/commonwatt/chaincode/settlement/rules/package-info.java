/**
 * The rules of the settlement contract, without Fabric's types: what may be posted, and what is
 * kept. Used by the contract class and by {@code ledger-memory}, the fake of tests and simulation.
 * State, callers, refusals and the reading of fields are those of the other contracts, too.
 */
@NullMarked
package org.commonwatt.chaincode.settlement.rules;

import org.jspecify.annotations.NullMarked;
