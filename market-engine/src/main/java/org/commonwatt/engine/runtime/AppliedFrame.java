package org.commonwatt.engine.runtime;

import java.util.List;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;

/**
 * A frame of commands and what it did.
 *
 * @param offset the frame's place on {@code commands}
 * @param frame the commands
 * @param events per command, its events
 * @param bytes the bytes of all events, in order, as they are stored
 */
record AppliedFrame(
    long offset, CommandFrame frame, List<List<EventEnvelope>> events, List<byte[]> bytes) {}
