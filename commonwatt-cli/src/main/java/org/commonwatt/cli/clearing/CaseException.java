package org.commonwatt.cli.clearing;

import java.util.List;
import org.commonwatt.core.coupled.CaseFault;
import org.jspecify.annotations.Nullable;

/** A case that cannot be read or cleared, with what its error object says. */
public final class CaseException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /**
   * What an error object says.
   *
   * @param id id of the case, null when it was not read
   * @param line line of the input, from 1
   * @param code what is wrong, for programs
   * @param message what is wrong with which part
   * @param hint how to put it right
   * @param areas the areas concerned, if any
   */
  record Problem(
      @Nullable String id,
      long line,
      String code,
      String message,
      String hint,
      List<String> areas) {}

  CaseException(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  static CaseException of(@Nullable String id, long line, CaseFault fault) {
    return new CaseException(
        new Problem(id, line, fault.code().name(), fault.message(), fault.hint(), fault.areas()));
  }

  /** One line for people: where, which case, what is wrong, and how to put it right. */
  public String explanation() {
    String named = problem.id() == null ? "" : ", case " + problem.id();
    return "line " + problem.line() + named + ": " + problem.message() + "; " + problem.hint();
  }

  Problem problem() {
    return problem;
  }
}
