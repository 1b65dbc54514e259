package org.commonwatt.core.coupled;

/**
 * A link between two areas. Flow from {@code from} to {@code to} is positive.
 *
 * @param from id of an area
 * @param to id of another area
 * @param minFlowWh least flow, Wh; negative allows the reverse direction, positive forces a flow
 * @param maxFlowWh greatest flow, Wh, at least the least
 * @param feeMicroPerKwh constant fee on the flow's absolute value, µ/kWh, 0 to 10¹⁰
 */
public record CaseLink(
    String from, String to, long minFlowWh, long maxFlowWh, long feeMicroPerKwh) {}
