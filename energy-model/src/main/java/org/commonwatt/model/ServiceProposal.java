package org.commonwatt.model;

/**
 * Terms that a party has signed, and until when the other one may answer.
 *
 * @param terms what is proposed
 * @param expiresMillis from when on it cannot be answered, UTC
 * @param signature Ed25519 signature of {@link ServiceTerms#signedBytes} by who proposes, 128
 *     lower-case hexadecimal digits
 */
public record ServiceProposal(ServiceTerms terms, long expiresMillis, String signature) {}
