/**
 * The one command, {@code commonwatt}: option parsing, help and exit codes. Nothing else may use
 * this package, but for {@code UserError}, which the packages below throw.
 *
 * <p>Exit codes: 0 success, 1 the audit or a check failed, 2 bad options, 3 the machine or folder
 * does not allow the command.
 */
@NullMarked
package org.commonwatt.cli;

import org.jspecify.annotations.NullMarked;
