/**
 * The settlement of one slot: bill lines, their Merkle root, postings and the hashes of a batch.
 * Pure functions of what the slot left behind; the byte layouts are those of {@code
 * docs/formats/settlement-batch.md}. Used by the market core when a slot settles.
 */
@NullMarked
package org.commonwatt.core.settlement;

import org.jspecify.annotations.NullMarked;
