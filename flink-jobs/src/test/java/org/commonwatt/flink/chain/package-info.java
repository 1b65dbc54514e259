@NullMarked
package org.commonwatt.flink.chain;

import org.jspecify.annotations.NullMarked;
