/** Files to print. */
@NullMarked
package org.commonwatt.cli.pdf;

import org.jspecify.annotations.NullMarked;
