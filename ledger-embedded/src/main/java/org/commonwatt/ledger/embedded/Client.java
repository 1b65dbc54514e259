package org.commonwatt.ledger.embedded;

/** Who calls: one client for each organisation, as a network of our making has them. */
enum Client {
  /** The exchange's, which the ledger's own calls are signed by. */
  SUBMITTER("Exchange", "submitter"),
  /** The grid operator's. */
  OBSERVER("GridOperator", "observer"),
  /** The regulator's. */
  AUDITOR("Regulator", "auditor");

  private final String organisation;
  private final String role;

  Client(String organisation, String role) {
    this.organisation = organisation;
    this.role = role;
  }

  /** The organisation that it belongs to. */
  String organisation() {
    return organisation;
  }

  /** The role in its certificate. */
  String role() {
    return role;
  }
}
