/** Replays order streams through the continuous book and measures it; used by the command line. */
@NullMarked
package org.commonwatt.cli.book;

import org.jspecify.annotations.NullMarked;
