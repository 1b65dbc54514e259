package org.commonwatt.ledger.embedded;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.contract.ContractRouter;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeServer;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.jspecify.annotations.Nullable;

/**
 * Fabric's router with every contract on the class path. Making it scans the whole class path
 * twice, seconds and hundreds of megabytes of garbage, so a JVM has one, made in the background.
 */
final class ContractHost {
  private static @Nullable CompletableFuture<ContractHost> shared;

  private final ContractRouter router;

  private ContractHost() {
    ShimLog.install();
    JavaLogging before = JavaLogging.mute();
    try {
      router = new ContractRouter(new String[] {"-i", Channel.CHAINCODE + ":1"});
      router.startRouterWithChaincodeServer(new NoServer());
    } catch (IOException e) {
      throw new LedgerException("cannot start the contract router", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while starting the contract router", e);
    } finally {
      before.restore();
      ShimLog.quieten();
    }
  }

  /** The JVM's router; the first call starts to make it. */
  static synchronized CompletableFuture<ContractHost> shared() {
    CompletableFuture<ContractHost> known = shared;
    if (known == null || known.isCompletedExceptionally()) {
      known = new CompletableFuture<>();
      shared = known;
      Thread thread = new Thread(new Start(known), "contract-router");
      thread.setDaemon(true);
      thread.start();
    }
    return known;
  }

  /** The JVM's router, waiting for it. */
  static ContractHost await() {
    try {
      return shared().join();
    } catch (CompletionException e) {
      throw new LedgerException("cannot start the contract router", e);
    }
  }

  /** Runs a call; refusals and faults are responses, too. */
  Chaincode.Response invoke(ChaincodeStub stub) {
    return router.invoke(stub);
  }

  private record Start(CompletableFuture<ContractHost> promise) implements Runnable {
    @Override
    public void run() {
      try {
        promise.complete(new ContractHost());
      } catch (RuntimeException | Error e) {
        promise.completeExceptionally(e);
      }
    }
  }

  private static final class NoServer implements ChaincodeServer {
    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}
