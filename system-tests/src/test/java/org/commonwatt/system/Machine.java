package org.commonwatt.system;

import java.util.List;

/** Where a process runs: on this machine, or on what it takes for one. */
interface Machine {
  /** This machine, where everything listens on the loopback. */
  Machine THIS =
      new Machine() {
        @Override
        public String address() {
          return "127.0.0.1";
        }

        @Override
        public List<String> run(List<String> command) {
          return command;
        }
      };

  /** The address by which the market's other machines reach it. */
  String address();

  /** What starts a command there. */
  List<String> run(List<String> command);
}
