/**
 * The contract of bilateral contracts: functions, arguments and results as text, nothing decided
 * here. The rules are in {@code rules}.
 */
@NullMarked
package org.commonwatt.chaincode.bilateral;

import org.jspecify.annotations.NullMarked;
