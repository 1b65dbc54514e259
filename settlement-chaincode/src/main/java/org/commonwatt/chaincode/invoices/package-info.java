/**
 * The contract of invoices: functions, arguments and results as text, nothing decided here. The
 * rules are in {@code rules}.
 */
@NullMarked
package org.commonwatt.chaincode.invoices;

import org.jspecify.annotations.NullMarked;
