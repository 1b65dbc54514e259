package org.commonwatt.audit.bundle;

/**
 * An entry of a bundle.
 *
 * @param name such as {@code log/commands}
 * @param bytes its content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Entry(String name, byte[] bytes) {}
