package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.kafka.TopicsDifferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt broker}: a broker for engines in processes of their own. */
@Command(
    name = "broker",
    description = {
      "Run one Kafka broker on 127.0.0.1 for engines in processes of their own, and make its"
          + " topics.",
      "It replicates nothing: a region runs a cluster of brokers instead."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "`commonwatt engine run --bootstrap HOST:PORT` runs an engine over it."})
final class BrokerCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int LEAST_HEAP_MIB = 128;
  private static final int MOST_HEAP_MIB = 64 * 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Where the log is kept; made when missing, of no other broker.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "9092",
      description = "Port on 127.0.0.1; 0 for a free one.")
  private int port;

  @Option(
      names = "--heap",
      paramLabel = "MIB",
      defaultValue = "" + KafkaChildOptions.DEFAULT_HEAP_MIB,
      description = "The broker's Java heap in MiB.")
  private int heapMiB;

  @Override
  public Integer call() throws InterruptedException {
    Options.requireRange(spec, "--port", port, 0, 65_535);
    Options.requireRange(spec, "--heap", heapMiB, LEAST_HEAP_MIB, MOST_HEAP_MIB);
    PrintWriter out = spec.commandLine().getOut();
    try (KafkaChild broker = KafkaChild.start(new KafkaChildOptions(folder, port, heapMiB));
        StopSignal stop = new StopSignal(broker)) {
      Topics.createAll(broker.bootstrapServers());
      out.println("Broker at " + broker.bootstrapServers());
      out.println("Ctrl-C stops it.");
      out.flush();
      while (!stop.await(LOOK_EVERY)) {
        requireAlive(broker);
      }
    } catch (LogUnavailableException | TopicsDifferException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  /** A broker ends by itself when it cannot write any more. */
  private static void requireAlive(KafkaChild broker) {
    if (!broker.isAlive() && !StopSignal.isStopping()) {
      throw new UserError(
          "the broker has ended. What it has acknowledged is kept: put right what stopped it, such as"
              + " a full disk, and start it again over its folder; "
              + broker.lastWords());
    }
  }
}
