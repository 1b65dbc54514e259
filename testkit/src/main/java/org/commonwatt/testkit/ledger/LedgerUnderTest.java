package org.commonwatt.testkit.ledger;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.commonwatt.ledger.Ledger;

/**
 * Which implementation a kit is run for. The kit checks that it is what is opened, and {@code
 * EveryLedgerHasAKitTest} that no implementation lacks one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LedgerUnderTest {
  /** The implementation. */
  Class<? extends Ledger> value();
}
