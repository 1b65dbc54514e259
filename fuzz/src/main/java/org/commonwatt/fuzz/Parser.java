package org.commonwatt.fuzz;

import java.util.List;
import java.util.function.Supplier;

/**
 * A parser under test.
 *
 * @param name as the command line has it
 * @param seeds honest inputs, from which the fuzzer starts; the parser takes each
 * @param attempt what is done with an input
 */
record Parser(String name, Supplier<List<byte[]>> seeds, Attempt attempt) {

  /** Gives a parser an input. */
  interface Attempt {
    /**
     * Parses.
     *
     * @return whether the input was taken, false when it was refused as the parser's Javadoc says
     * @throws RuntimeException the fault that is looked for
     */
    boolean takes(byte[] input);
  }

  boolean takes(byte[] input) {
    return attempt.takes(input);
  }
}
