/**
 * What every {@code Ledger} adapter must do, as tests that its module runs, and batches to do it
 * with. For tests only.
 */
@NullMarked
package org.commonwatt.testkit.ledger;

import org.jspecify.annotations.NullMarked;
