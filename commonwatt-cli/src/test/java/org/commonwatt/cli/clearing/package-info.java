/** Tests of clearing: every result in them is verified by the audit and against its schema. */
@NullMarked
package org.commonwatt.cli.clearing;

import org.jspecify.annotations.NullMarked;
