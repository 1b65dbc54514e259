package org.commonwatt.engine.stream;

/** Who follows channels. Identity counts: it must not override equals. */
public interface Subscriber {
  /** Whether nobody is there any more. */
  boolean isGone();
}
