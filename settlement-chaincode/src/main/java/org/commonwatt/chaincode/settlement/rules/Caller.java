package org.commonwatt.chaincode.settlement.rules;

/**
 * Who signed the call, as the signer's certificate says.
 *
 * @param mspId the organisation's name on the ledger, such as {@code ExchangeMSP}
 * @param role the certificate's attribute {@code role}; empty when it has none
 */
public record Caller(String mspId, String role) {
  private static final String EXCHANGE = "ExchangeMSP";
  private static final String SUBMITTER = "submitter";

  /**
   * Only the exchange runs the market, and only those of its clients that its authority made
   * submitters post what the market settled.
   *
   * @throws Refusal {@code NOT_ALLOWED}
   */
  public void requireMayPost() {
    if (!mspId.equals(EXCHANGE) || !role.equals(SUBMITTER)) {
      throw new Refusal(
          RefusalCode.NOT_ALLOWED,
          "only a client of "
              + EXCHANGE
              + " whose certificate has the role "
              + SUBMITTER
              + " may post, not one of "
              + mspId
              + (role.isEmpty() ? " without a role" : " with the role " + Fields.quoted(role)));
    }
  }
}
