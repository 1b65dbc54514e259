@NullMarked
package org.commonwatt.audit.proof;

import org.jspecify.annotations.NullMarked;
