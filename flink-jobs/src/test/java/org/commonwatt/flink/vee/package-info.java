/** Tests of validation, estimation and editing. */
@NullMarked
package org.commonwatt.flink.vee;

import org.jspecify.annotations.NullMarked;
