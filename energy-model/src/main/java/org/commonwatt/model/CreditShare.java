package org.commonwatt.model;

import java.math.BigInteger;

/**
 * What one account pays for another's default, or gets back of it.
 *
 * @param account who pays, or gets it back
 * @param nano nano-currency, positive, at most 128 bits
 */
public record CreditShare(String account, BigInteger nano) {}
