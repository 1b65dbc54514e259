package org.commonwatt.ledger.embedded;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Takes the log of Fabric's shim out of Java's own logging, which nobody configures here. The shim
 * logs every call at INFO and every refusal as SEVERE with a stack trace; only faults go on.
 */
final class ShimLog extends Handler {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ShimLog.class);
  private static final String SHIM = "org.hyperledger.fabric";

  /** Held strongly: Java forgets the settings of a logger that nobody refers to. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger(SHIM),
          Logger.getLogger(SHIM + ".shim"),
          Logger.getLogger(SHIM + ".contract"));

  private static final Pattern REFUSAL =
      Pattern.compile("shim\\.ChaincodeException: [A-Z][A-Z0-9_]*: ");

  private ShimLog() {}

  /** Routes the shim's log; before the router is made, or it floods the console. */
  static void install() {
    Logger shim = LOGGERS.get(0);
    shim.setUseParentHandlers(false);
    shim.addHandler(new ShimLog());
  }

  /** Sets levels; after the router is made, which sets them to INFO. */
  static void quieten() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  @Override
  public void publish(LogRecord entry) {
    String message = entry.getMessage();
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()
        && message != null
        && !REFUSAL.matcher(message).find()) {
      LOG.warn("{}", message, entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
