/** Batteries' lives on the ledger: who signed what, and where it is kept; no Fabric types. */
@NullMarked
package org.commonwatt.chaincode.batteries.rules;

import org.jspecify.annotations.NullMarked;
