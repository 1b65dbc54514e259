package org.commonwatt.ingest.config;

/** A file that somebody wrote cannot be used; the message is for them, in one line. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One line that names file, line and what to change. */
  public ConfigException(String message) {
    super(message);
  }

  /** The same, with the fault behind it. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
