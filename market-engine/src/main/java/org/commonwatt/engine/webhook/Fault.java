package org.commonwatt.engine.webhook;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why a receiver did not take a notice.
 *
 * @param code stable: {@code docs/notices.md} lists all
 * @param text a sentence
 */
record Fault(String code, String text) {

  /** What the status of an answer means: empty when the notice was taken. */
  static Optional<Fault> ofStatus(int status) {
    return status >= 200 && status < 300
        ? Optional.empty()
        : Optional.of(new Fault("HTTP_" + status, "it answered with status " + status));
  }

  /** What it means that there was no answer. */
  static Fault of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new Fault(code(cause), text(cause));
  }

  private static String code(Throwable cause) {
    if (cause instanceof ForbiddenAddressException || cause instanceof IllegalArgumentException) {
      return "ADDRESS_REFUSED";
    }
    if (cause instanceof UnknownHostException) {
      return "NAME_UNKNOWN";
    }
    return cause instanceof TimeoutException ? "TIMEOUT" : "NO_CONNECTION";
  }

  private static String text(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "no answer came in time";
    }
    @Nullable String message = cause.getMessage();
    boolean told = cause instanceof IOException || cause instanceof IllegalArgumentException;
    return told && message != null ? message : cause.getClass().getSimpleName();
  }
}
