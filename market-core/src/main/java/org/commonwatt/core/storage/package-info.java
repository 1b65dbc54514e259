/**
 * Shared storage: whether a storage unit can keep all that was committed, whatever use its
 * customers make of it. Pure and in exact integers; {@code docs/shared-storage.md} has the rules
 * and a worked example, ADR 0059 the model.
 *
 * <p>Whoever commits a unit uses {@link org.commonwatt.core.storage.StorageBook}.
 */
@NullMarked
package org.commonwatt.core.storage;

import org.jspecify.annotations.NullMarked;
