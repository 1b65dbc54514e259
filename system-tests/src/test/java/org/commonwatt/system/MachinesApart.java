package org.commonwatt.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Machines of their own network each: namespaces of Linux, with one link to the network of the
 * machines and one to that of clients. Who cuts a machine off drops every packet between it and the
 * others, and no connection ends for that; clients still reach it. The test itself is on both
 * networks, which nothing outside this machine can reach.
 */
final class MachinesApart implements AutoCloseable {
  /** Set where namespaces must be allowed: a test that would be skipped fails instead. */
  private static final String REQUIRED = "COMMONWATT_NAMESPACES_REQUIRED";

  private static final int SECONDS = 20;

  private final String name;
  private final int network;
  private final List<Apart> machines = new ArrayList<>();

  private MachinesApart(String name, int network) {
    this.name = name;
    this.network = network;
  }

  /** Makes machines; skips the test, saying so, where that is not allowed. */
  static MachinesApart make(int count) throws IOException, InterruptedException {
    int number = (int) (ProcessHandle.current().pid() % 200);
    MachinesApart made = new MachinesApart("cw" + number, 20 + number);
    try {
      made.bridge("c", 0);
      made.bridge("k", 128);
      for (int i = 0; i < count; i++) {
        made.machines.add(made.machine(i));
      }
      return made;
    } catch (IOException e) {
      made.close();
      String missing = "networks of their own cannot be made here: " + e.getMessage();
      if (System.getenv(REQUIRED) != null) {
        Assertions.fail(missing + ", and " + REQUIRED + " is set");
      }
      System.err.println("SKIPPED: machines that are cut off from each other, for " + missing);
      Assumptions.abort(missing);
      throw new AssertionError(e);
    }
  }

  /** A machine by its number, from 0. */
  Apart get(int number) {
    return machines.get(number);
  }

  /** All machines. */
  List<Apart> all() {
    return List.copyOf(machines);
  }

  /** Clients on the one network, the machines among each other on the other. */
  private void bridge(String kind, int base) throws IOException, InterruptedException {
    ip("link", "add", name + kind, "type", "bridge");
    ip("addr", "add", address(base + 1) + "/25", "dev", name + kind);
    ip("link", "set", name + kind, "up");
  }

  private Apart machine(int number) throws IOException, InterruptedException {
    Apart machine = new Apart(name + "m" + number, number);
    ip("netns", "add", machine.namespace);
    link(machine, "c", machine.clientAddress());
    link(machine, "k", machine.address());
    ip("-n", machine.namespace, "link", "set", "lo", "up");
    return machine;
  }

  private void link(Apart machine, String kind, String address)
      throws IOException, InterruptedException {
    String outside = machine.namespace + kind;
    ip("link", "add", outside, "type", "veth", "peer", "name", kind, "netns", machine.namespace);
    ip("link", "set", outside, "master", name + kind, "up");
    ip("-n", machine.namespace, "addr", "add", address + "/25", "dev", kind);
    ip("-n", machine.namespace, "link", "set", kind, "up");
  }

  private String address(int host) {
    return "10." + network + ".7." + host;
  }

  /** Takes all away, with what still runs on them. */
  @Override
  public void close() {
    machines.forEach(MachinesApart::end);
    quietly("link", "del", name + "c");
    quietly("link", "del", name + "k");
  }

  /** A namespace stays as long as a process is in it: the database of an engine that was killed. */
  private static void end(Apart machine) {
    quietly("netns", "pids", machine.namespace)
        .lines()
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
    quietly("netns", "del", machine.namespace);
  }

  private static String quietly(String... arguments) {
    try {
      return ip(arguments);
    } catch (IOException e) {
      System.err.println("left behind: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  private static String ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  /** One of them. */
  final class Apart implements Machine {
    private final String namespace;
    private final int number;

    private Apart(String namespace, int number) {
      this.namespace = namespace;
      this.number = number;
    }

    @Override
    public String address() {
      return MachinesApart.this.address(128 + 10 + number);
    }

    /** The address by which clients reach it, also while it is cut off. */
    String clientAddress() {
      return MachinesApart.this.address(10 + number);
    }

    @Override
    public List<String> run(List<String> command) {
      List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
      there.addAll(command);
      return there;
    }

    /** Drops every packet between it and the other machines from now on. */
    void cutOff() throws IOException, InterruptedException {
      ip("link", "set", namespace + "k", "down");
    }

    /** Ends that. */
    void connect() throws IOException, InterruptedException {
      ip("link", "set", namespace + "k", "up");
    }
  }
}
