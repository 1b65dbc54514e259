package org.commonwatt.cli.demo;

import java.math.BigInteger;

/**
 * One participant's bill over the traded slots.
 *
 * @param participant id
 * @param importWh metered withdrawal, Wh; 0 for the supplier, which has no meter
 * @param exportWh metered injection, Wh
 * @param tradedWh energy bought plus energy sold, Wh
 * @param gridFeesNano the grid fees of continuous trades in the amount, received is positive
 * @param amountNano sum of the bill lines, received is positive
 * @param currency ISO 4217 code
 */
public record BillSummary(
    String participant,
    long importWh,
    long exportWh,
    long tradedWh,
    BigInteger gridFeesNano,
    BigInteger amountNano,
    String currency) {}
