package org.commonwatt.cli.clearing;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import org.commonwatt.cli.clearing.CaseReader.NamedCase;
import org.commonwatt.core.coupled.CaseFault;
import org.commonwatt.core.coupled.ClearingOutcome;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.CoupledAuction;

/** Clears the cases of a stream one after the other. */
public final class ClearRun {
  private ClearRun() {}

  /**
   * Clears all cases and writes a result or an error object for each, in the same order.
   *
   * @return whether all cases were cleared
   */
  public static boolean run(InputStream in, Writer out) throws IOException {
    CaseStream cases = new CaseStream(in);
    boolean good = true;
    try (ResultWriter writer = new ResultWriter(out)) {
      for (boolean more = true; more; ) {
        try {
          NamedCase next = cases.next();
          more = next != null;
          if (next != null) {
            writer.write(next.id(), clear(next));
          }
        } catch (CaseException e) {
          good = false;
          writer.write(e.problem());
        }
      }
    }
    return good;
  }

  /** Clears a case; an infeasible one is a bad case like any other. */
  static ClearingResult clear(NamedCase next) throws CaseException {
    ClearingOutcome outcome = CoupledAuction.clear(next.input());
    if (outcome instanceof CaseFault fault) {
      throw CaseException.of(next.id(), next.line(), fault);
    }
    return (ClearingResult) outcome;
  }
}
