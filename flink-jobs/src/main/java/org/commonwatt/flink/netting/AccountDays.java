package org.commonwatt.flink.netting;

import org.commonwatt.flink.vee.SimilarDays;

/**
 * What is known of an account beside its slots.
 *
 * @param similar its last days, which are models for others
 * @param newestMillis start of the newest slot that was metered, UTC; less than 0: none was
 * @param keptFromMillis slots that start before are forgotten, UTC
 */
public record AccountDays(SimilarDays similar, long newestMillis, long keptFromMillis) {
  static final AccountDays NEW = new AccountDays(SimilarDays.NONE, -1, 0);

  AccountDays with(SimilarDays other) {
    return new AccountDays(other, newestMillis, keptFromMillis);
  }
}
