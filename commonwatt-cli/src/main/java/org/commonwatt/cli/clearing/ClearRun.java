package org.commonwatt.cli.clearing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import org.commonwatt.cli.clearing.CaseReader.NamedCase;
import org.commonwatt.core.coupled.CaseFault;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingOutcome;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.CoupledAuction;
import org.commonwatt.core.coupled.MultiSlotAuction;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.MultiSlotOutcome;
import org.commonwatt.core.coupled.MultiSlotResult;

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
            write(next, writer);
          }
        } catch (CaseException e) {
          good = false;
          writer.write(e.problem());
        }
      }
    }
    return good;
  }

  private static void write(NamedCase next, ResultWriter writer) throws IOException, CaseException {
    if (next.slots() != null) {
      writer.write(next.id(), clear(next, next.slots()));
    } else {
      writer.write(next.id(), clear(next, requireNonNull(next.input())));
    }
  }

  /** Clears a case; an infeasible one is a bad case like any other. */
  private static ClearingResult clear(NamedCase next, ClearingCase input) throws CaseException {
    ClearingOutcome outcome = CoupledAuction.clear(input);
    if (outcome instanceof CaseFault fault) {
      throw CaseException.of(next.id(), next.line(), fault);
    }
    return (ClearingResult) outcome;
  }

  private static MultiSlotResult clear(NamedCase next, MultiSlotCase input) throws CaseException {
    MultiSlotOutcome outcome = MultiSlotAuction.clear(input);
    if (outcome instanceof CaseFault fault) {
      throw CaseException.of(next.id(), next.line(), fault);
    }
    return (MultiSlotResult) outcome;
  }

  /**
   * What clears a case again and again, once it is known that it can be cleared.
   *
   * @throws CaseException when it cannot
   */
  static Runnable again(NamedCase next) throws CaseException {
    MultiSlotCase slots = next.slots();
    if (slots != null) {
      clear(next, slots);
      return () -> MultiSlotAuction.clear(slots);
    }
    ClearingCase input = requireNonNull(next.input());
    clear(next, input);
    return () -> CoupledAuction.clear(input);
  }
}
