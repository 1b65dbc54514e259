/**
 * The contract that Fabric runs: functions, arguments and results as text, nothing decided here.
 * Peers load it by its annotation; the rules are in {@code rules}.
 */
@NullMarked
package org.commonwatt.chaincode.settlement;

import org.jspecify.annotations.NullMarked;
