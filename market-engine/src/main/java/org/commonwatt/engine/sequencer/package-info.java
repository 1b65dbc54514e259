/** Puts commands into frames on the log and hands each caller the events of its command. */
@NullMarked
package org.commonwatt.engine.sequencer;

import org.jspecify.annotations.NullMarked;
