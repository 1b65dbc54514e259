package org.commonwatt.core.settlement;

/**
 * Which settlement run of a slot after its initial one.
 *
 * @param number from 1
 * @param isFinal whether none follows
 */
public record RunNumber(int number, boolean isFinal) {}
