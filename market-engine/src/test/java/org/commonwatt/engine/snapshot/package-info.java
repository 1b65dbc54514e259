@NullMarked
package org.commonwatt.engine.snapshot;

import org.jspecify.annotations.NullMarked;
