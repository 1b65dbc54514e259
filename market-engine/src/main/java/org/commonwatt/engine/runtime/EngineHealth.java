package org.commonwatt.engine.runtime;

/**
 * The engine's state and why.
 *
 * @param state what it is doing
 * @param detail one sentence for an operator
 */
public record EngineHealth(EngineState state, String detail) {}
