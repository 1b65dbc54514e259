/**
 * The contract of disputes: functions, arguments and results as text, nothing decided here. The
 * rules are in {@code rules}.
 */
@NullMarked
package org.commonwatt.chaincode.disputes;

import org.jspecify.annotations.NullMarked;
