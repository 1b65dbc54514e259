/**
 * The contract of guarantees of origin: functions, arguments and results as text, nothing decided
 * here. The rules are in {@code rules}.
 */
@NullMarked
package org.commonwatt.chaincode.origin;

import org.jspecify.annotations.NullMarked;
