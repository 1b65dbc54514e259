package org.commonwatt.core;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.StorageCalled;
import org.commonwatt.model.Event.UnitCalled;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch call as it stands.
 *
 * @param called what was called
 * @param units that were called for it, in that order
 * @param answers of these units, in the same order; of the last one perhaps none yet
 * @param lostMillis when units lost what they had accepted, UTC, by unit
 * @param end how it ended, null before
 */
public record CallView(
    StorageCalled called,
    List<UnitCalled> units,
    List<CallAnswered> answers,
    Map<String, Long> lostMillis,
    @Nullable CallEnded end) {}
