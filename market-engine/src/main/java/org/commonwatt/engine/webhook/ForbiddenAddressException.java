package org.commonwatt.engine.webhook;

import java.io.IOException;

/** A name stands for an address that webhooks may not call. */
public final class ForbiddenAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  ForbiddenAddressException(String host) {
    super(host + " is at an address that webhooks may not call");
  }
}
