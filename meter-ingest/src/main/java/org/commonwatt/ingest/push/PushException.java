package org.commonwatt.ingest.push;

/** Ends the handling of a request that is refused as a whole; what it says is for its sender. */
final class PushException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final PushProblem problem;

  PushException(PushProblem problem, String detail) {
    super(detail, null, false, false);
    this.problem = problem;
  }

  PushProblem problem() {
    return problem;
  }
}
