package org.commonwatt.cli;

/** Something the user can put right: shown as one line, without a stack trace. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit code of commands that the machine or folder does not allow. */
  public static final int EXIT_CODE = 3;

  /** One line that names what is wrong and how to put it right. */
  public UserError(String message) {
    super(message);
  }

  /** The same, with the fault behind it. */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
