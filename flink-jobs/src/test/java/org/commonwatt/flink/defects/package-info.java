/** Defects put into the meters of 17 real homes, and what validation makes of them. */
@NullMarked
package org.commonwatt.flink.defects;

import org.jspecify.annotations.NullMarked;
