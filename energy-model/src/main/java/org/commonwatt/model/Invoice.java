package org.commonwatt.model;

/**
 * What a participant owes or is owed for a stretch of its market's batches: {@code
 * docs/formats/ledger.md}. Stretches of a participant follow one another without a gap, so that
 * every batch is invoiced once.
 *
 * @param market id of the market
 * @param number counts up from 1 in its market, without a gap
 * @param participant id of the account
 * @param after hash of the batch behind which the stretch begins, zero for the market's beginning
 * @param to hash of the stretch's last batch
 * @param batches number of batches in it, at least 1
 * @param linesRoot Merkle tree head over the bill roots of these batches, in their order: each bill
 *     line is under it
 * @param amountNano sum of the account's postings in these batches, nano-currency; positive when
 *     the participant is owed
 * @param replaces number of the reversed invoice that this one stands for, alone or for a part of
 *     its stretch, 0 for none
 */
public record Invoice(
    String market,
    long number,
    String participant,
    Hash after,
    Hash to,
    int batches,
    Hash linesRoot,
    long amountNano,
    long replaces) {}
