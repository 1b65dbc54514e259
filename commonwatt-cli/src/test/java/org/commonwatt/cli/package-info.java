/** Tests of the command line. */
@NullMarked
package org.commonwatt.cli;

import org.jspecify.annotations.NullMarked;
