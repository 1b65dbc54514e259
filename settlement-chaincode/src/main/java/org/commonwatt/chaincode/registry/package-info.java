/**
 * The contract of the market registry: functions, arguments and results as text, nothing decided
 * here. The rules are in {@code rules}.
 */
@NullMarked
package org.commonwatt.chaincode.registry;

import org.jspecify.annotations.NullMarked;
