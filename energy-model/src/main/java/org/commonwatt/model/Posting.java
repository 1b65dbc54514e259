package org.commonwatt.model;

/**
 * The net amount of one account in a settlement batch.
 *
 * @param account participant id
 * @param amountNano received is positive
 */
public record Posting(String account, long amountNano) {}
