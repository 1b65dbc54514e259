package org.commonwatt.cli.book;

/** An order stream is not what it should be; the message says where and what. */
public final class StreamException extends Exception {
  private static final long serialVersionUID = 1;

  StreamException(String message) {
    super(message);
  }
}
