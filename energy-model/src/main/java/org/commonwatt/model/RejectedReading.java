package org.commonwatt.model;

/**
 * A reading that was refused, kept so that nothing is lost.
 *
 * @param meter id as far as it could be read, else empty
 * @param timeMillis instant of the reading as far as it could be read, else 0
 * @param rejection why
 * @param rawHex the stored bytes of the reading in hexadecimal
 */
public record RejectedReading(String meter, long timeMillis, Rejection rejection, String rawHex) {}
