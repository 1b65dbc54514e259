package org.commonwatt.model;

/**
 * A bilateral contract with both signatures.
 *
 * @param terms what is signed
 * @param buyerSignature Ed25519 signature of {@link BilateralTerms#signedBytes}, 128 lower-case
 *     hexadecimal digits
 * @param sellerSignature likewise
 */
public record SignedBilateral(BilateralTerms terms, String buyerSignature, String sellerSignature) {

  /** The canonical JSON: the terms' own text within, no white space. */
  public String text() {
    return "{\"terms\":"
        + terms.text()
        + ",\"buyerSignature\":\""
        + buyerSignature
        + "\",\"sellerSignature\":\""
        + sellerSignature
        + "\"}";
  }
}
