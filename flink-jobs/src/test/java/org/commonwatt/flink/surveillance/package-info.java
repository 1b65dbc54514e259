@NullMarked
package org.commonwatt.flink.surveillance;

import org.jspecify.annotations.NullMarked;
