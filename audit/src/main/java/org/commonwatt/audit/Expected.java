package org.commonwatt.audit;

import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** How the audit states a refusal: the rules give the code, the wording is the engine's. */
final class Expected {
  private Expected() {}

  static Rejection refusal(RejectionCode code) {
    return new Rejection(code, "");
  }
}
