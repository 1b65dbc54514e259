package org.commonwatt.flink;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs the main class that is the first argument until standard input ends: so a process outlives
 * neither a parent that closes the pipe nor one that is killed.
 */
final class UntilInputEnds {
  private UntilInputEnds() {}

  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(UntilInputEnds::watch, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Object rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, rest);
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        // Whatever the parent says is only a sign that it lives.
      }
    } catch (IOException e) {
      // The pipe is broken: the parent is gone, too.
    }
    Runtime.getRuntime().halt(1);
  }
}
