package org.commonwatt.cli.storage;

import org.jspecify.annotations.Nullable;

/** A case of storage that cannot be read, or of which nothing comes. */
final class StorageCaseException extends Exception {
  private static final long serialVersionUID = 1;

  private final @Nullable String id;
  private final int line;
  private final String code;
  private final String hint;

  /**
   * What is wrong.
   *
   * @param id of the case, null when it was not read
   * @param line of the input, from 1; 0 when it is the case as a whole
   */
  StorageCaseException(@Nullable String id, int line, Told told) {
    super(told.message());
    this.id = id;
    this.line = line;
    code = told.code();
    hint = told.hint();
  }

  /** What is said of it: for programs, for people, and how to put it right. */
  record Told(String code, String message, String hint) {}

  @Nullable String id() {
    return id;
  }

  int line() {
    return line;
  }

  String code() {
    return code;
  }

  String hint() {
    return hint;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
