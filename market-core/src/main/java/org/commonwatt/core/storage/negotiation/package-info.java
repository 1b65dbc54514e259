/**
 * Negotiation of storage services between two parties: proposals, counter-proposals, answers and
 * expiry, as values without a clock. {@code docs/shared-storage.md}, "Negotiation", has the rules.
 */
@NullMarked
package org.commonwatt.core.storage.negotiation;

import org.jspecify.annotations.NullMarked;
