package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.protos.common.Envelope;
import org.junit.jupiter.api.Test;

class OrdererTest {
  private static final int ROUNDS = 400;
  private static final int CLIENTS = 3;
  private static final int PER_CLIENT = 20;

  /** In some of the rounds a block takes along what a client adds while the orderer closes. */
  @Test
  void whoeverIsToldThatTheLedgerIsClosedIsInNoBlock() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Set<String> inBlocks = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        Orderer orderer = new Orderer(block -> commit(block, inBlocks));
        CountDownLatch begun = new CountDownLatch(CLIENTS);
        List<Future<?>> ordering = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          String name = "c" + client;
          ordering.add(clients.submit(() -> orderMany(orderer, name, begun, refused)));
        }
        begun.await();
        orderer.close();
        for (Future<?> one : ordering) {
          one.get(120, TimeUnit.SECONDS);
        }
        assertThat(refused).noneMatch(inBlocks::contains);
        assertThat(inBlocks.size() + refused.size()).isEqualTo(CLIENTS * PER_CLIENT);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static void orderMany(
      Orderer orderer, String client, CountDownLatch begun, Set<String> refused) {
    for (int i = 0; i < PER_CLIENT; i++) {
      String id = client + "-" + i;
      try {
        CommitStatus status = orderer.order(transaction(id));
        assertThat(status.transactionId()).isEqualTo(id);
      } catch (LedgerException closed) {
        assertThat(closed).hasMessage("the ledger is closed");
        refused.add(id);
      }
      begun.countDown();
    }
  }

  private static List<CommitStatus> commit(List<Endorsed> block, Set<String> inBlocks) {
    block.forEach(one -> inBlocks.add(one.transactionId()));
    return block.stream().map(one -> new CommitStatus(one.transactionId(), 0, "VALID")).toList();
  }

  private static Endorsed transaction(String id) {
    return new Endorsed(
        id,
        Envelope.getDefaultInstance(),
        new Simulation.Succeeded(
            "", ByteString.EMPTY, ByteString.EMPTY, new Simulation.Needs(Set.of(), Set.of())));
  }
}
