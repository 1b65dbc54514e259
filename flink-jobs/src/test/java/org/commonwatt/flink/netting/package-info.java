@NullMarked
package org.commonwatt.flink.netting;

import org.jspecify.annotations.NullMarked;
