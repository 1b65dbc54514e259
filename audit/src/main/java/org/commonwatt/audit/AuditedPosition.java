package org.commonwatt.audit;

import org.commonwatt.model.MeteredPosition;
import org.jspecify.annotations.Nullable;

/**
 * A recorded position as far as the audit can read it.
 *
 * @param version its version
 * @param known what was metered, null when its key was erased
 */
record AuditedPosition(int version, @Nullable MeteredPosition known) {}
