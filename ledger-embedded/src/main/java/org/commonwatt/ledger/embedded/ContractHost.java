package org.commonwatt.ledger.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.jspecify.annotations.Nullable;

/**
 * Every contract that the class path names for a {@link ServiceLoader}, ready to be called. Loading
 * Fabric's shim takes a while, so a JVM has one, made in the background.
 */
final class ContractHost {
  private static @Nullable CompletableFuture<ContractHost> shared;

  private final ContractRouting routing;

  private ContractHost() {
    ShimLog.install();
    ShimLog.quieten();
    routing = new ContractRouting(contracts());
  }

  /** The contracts on the class path, by {@code META-INF/services}. */
  static List<Class<? extends ContractInterface>> contracts() {
    List<Class<? extends ContractInterface>> found = new ArrayList<>();
    ServiceLoader.load(ContractInterface.class, ContractHost.class.getClassLoader()).stream()
        .forEach(provider -> found.add(provider.type()));
    return found;
  }

  /** The JVM's contracts; the first call starts to make it. */
  static synchronized CompletableFuture<ContractHost> shared() {
    CompletableFuture<ContractHost> known = shared;
    if (known == null || known.isCompletedExceptionally()) {
      known = new CompletableFuture<>();
      shared = known;
      Thread thread = new Thread(new Start(known), "contracts");
      thread.setDaemon(true);
      thread.start();
    }
    return known;
  }

  /** The JVM's contracts, waiting for it. */
  static ContractHost await() {
    try {
      return shared().join();
    } catch (CompletionException e) {
      throw new LedgerException("cannot load the contracts", e);
    }
  }

  /** Runs a call; refusals and faults are responses, too. */
  Chaincode.Response invoke(ChaincodeStub stub) {
    return routing.invoke(stub);
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
}
