package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * Says what all that an account injects is made of, from a slot on: {@code docs/formats/ledger.md}.
 *
 * @param market id of the market
 * @param account who injects
 * @param area where
 * @param source what it is made of; null when no guarantees are to be issued from then on
 * @param fromMillis start of the first slot for which it holds, UTC
 */
public record SourceDeclaration(
    String market, String account, String area, @Nullable EnergySource source, long fromMillis) {}
