package org.commonwatt.audit.proof;

/** A file that is no proof or tree head, or a proof that cannot be made. */
public final class ProofException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProofException(String message) {
    super(message);
  }
}
