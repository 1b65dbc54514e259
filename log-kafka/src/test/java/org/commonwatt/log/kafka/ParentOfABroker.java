package org.commonwatt.log.kafka;

import java.nio.file.Path;

/** A program that starts a broker, prints its process id and waits to be killed. */
final class ParentOfABroker {

  private ParentOfABroker() {}

  public static void main(String[] args) throws InterruptedException {
    KafkaChild child = KafkaChild.start(KafkaChildOptions.in(Path.of(args[0])));
    System.out.println(child.pid());
    Thread.currentThread().join();
  }
}
