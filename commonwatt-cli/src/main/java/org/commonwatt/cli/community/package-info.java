/** The community file: who takes part, which meters, which rules. Used by the commands. */
@NullMarked
package org.commonwatt.cli.community;

import org.jspecify.annotations.NullMarked;
