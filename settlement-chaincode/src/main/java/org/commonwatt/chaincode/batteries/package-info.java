/**
 * The contract of batteries' lives: functions, arguments and results as text, nothing decided here.
 * The rules are in {@code rules}, and the state machine behind them in {@code battery-model}.
 */
@NullMarked
package org.commonwatt.chaincode.batteries;

import org.jspecify.annotations.NullMarked;
