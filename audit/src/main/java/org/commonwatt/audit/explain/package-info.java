/** One bill traced back to what it was made of: {@code docs/audit.md}, "One bill explained". */
@NullMarked
package org.commonwatt.audit.explain;

import org.jspecify.annotations.NullMarked;
