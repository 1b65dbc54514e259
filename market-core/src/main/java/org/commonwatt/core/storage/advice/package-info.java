/**
 * Advice: when a battery should charge and discharge at given prices, with a bound that no schedule
 * can pass. It trades nothing. {@code docs/shared-storage.md} has the problem, ADR 0060 the method.
 *
 * <p>Whoever advises uses {@link org.commonwatt.core.storage.advice.StorageAdvice}.
 */
@NullMarked
package org.commonwatt.core.storage.advice;

import org.jspecify.annotations.NullMarked;
