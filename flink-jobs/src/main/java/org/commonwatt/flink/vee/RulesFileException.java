package org.commonwatt.flink.vee;

/** A rules file cannot be used; the message is for who wrote it, in one line. */
public final class RulesFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RulesFileException(String file, int line, String problem) {
    super(file + " line " + line + ": " + problem);
  }
}
