package org.commonwatt.core;

/**
 * How much slots weigh that wait: for their settlement, or with their batch for the ledger. What
 * each of them keeps meanwhile is a position or a posting for every member, and something of its
 * own.
 */
final class Backlog {
  /** What a slot weighs beside its members. */
  static final int SLOT_ITSELF = 25;

  private Backlog() {}

  /** What a slot weighs, in members. */
  static int weight(Rules rules) {
    return rules.members().size() + SLOT_ITSELF;
  }
}
