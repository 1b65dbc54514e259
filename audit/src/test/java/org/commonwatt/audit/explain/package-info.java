@NullMarked
package org.commonwatt.audit.explain;

import org.jspecify.annotations.NullMarked;
