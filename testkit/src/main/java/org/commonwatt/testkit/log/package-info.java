/**
 * The contract that every log of a market keeps, as tests. For the tests of its implementations.
 */
@NullMarked
package org.commonwatt.testkit.log;

import org.jspecify.annotations.NullMarked;
