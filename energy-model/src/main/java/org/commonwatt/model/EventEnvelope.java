package org.commonwatt.model;

/**
 * An event with its place on the log.
 *
 * @param commandOffset offset of the frame on {@code commands}
 * @param commandIndex index of the command in its frame
 * @param index index of the event among the command's events
 * @param count number of events of the command, at least 1
 * @param sequence the engine's own gap-free number, from 1
 * @param previousHash hash of the stored bytes of the event before, zero for the first
 * @param event what happened
 */
public record EventEnvelope(
    long commandOffset,
    int commandIndex,
    int index,
    int count,
    long sequence,
    Hash previousHash,
    Event event) {}
