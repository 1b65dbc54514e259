package org.commonwatt.ledger.embedded;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Serializer;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.execution.ExecutionFactory;
import org.hyperledger.fabric.contract.execution.ExecutionService;
import org.hyperledger.fabric.contract.execution.InvocationRequest;
import org.hyperledger.fabric.contract.execution.JSONTransactionSerializer;
import org.hyperledger.fabric.contract.execution.SerializerInterface;
import org.hyperledger.fabric.contract.routing.ContractDefinition;
import org.hyperledger.fabric.contract.routing.TxFunction;
import org.hyperledger.fabric.contract.routing.impl.RoutingRegistryImpl;
import org.hyperledger.fabric.contract.routing.impl.SerializerRegistryImpl;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Does with a call what Fabric's {@code ContractRouter} does, with Fabric's own registry and
 * execution; only, it is told the contracts. The router looks for contracts and serializers itself,
 * in two scans of the whole class path: with a broker and stream jobs on it these took two thirds
 * of the processor time of an audit. Contracts take and give texts, so the one serializer that the
 * shim brings is all there is, and there are no data types to register.
 */
final class ContractRouting {
  private final RoutingRegistryImpl registry = new RoutingRegistryImpl();
  private final ExecutionService executor =
      ExecutionFactory.getInstance().createExecutionService(new TextsOnly());

  ContractRouting(List<Class<? extends ContractInterface>> contracts) {
    contracts.forEach(this::add);
  }

  @SuppressWarnings("unchecked") // the registry only ever reads the class
  private void add(Class<? extends ContractInterface> contract) {
    ContractDefinition definition = registry.addNewContract((Class<ContractInterface>) contract);
    for (Method method : contract.getMethods()) {
      if (method.getAnnotation(Transaction.class) != null) {
        definition.addTxFunction(method);
      }
    }
  }

  /** Runs a call; refusals and faults are responses, too. */
  @SuppressWarnings("CatchingUnchecked") // as the router does: whatever a contract throws
  Chaincode.Response invoke(ChaincodeStub stub) {
    try {
      if (stub.getStringArgs().isEmpty()) {
        return ResponseUtils.newSuccessResponse();
      }
      InvocationRequest request = ExecutionFactory.getInstance().createRequest(stub);
      return executor.executeRequest(function(request), request, stub);
    } catch (Throwable e) {
      return ResponseUtils.newErrorResponse(e);
    }
  }

  private TxFunction function(InvocationRequest request) {
    return registry.containsRoute(request)
        ? registry.getTxFn(request)
        : registry.getContract(request.getNamespace()).getUnknownRoute();
  }

  /** The serializer that every function has which names none. */
  private static final class TextsOnly extends SerializerRegistryImpl {
    private final SerializerInterface json = new JSONTransactionSerializer();

    @Override
    public @Nullable SerializerInterface getSerializer(String name, Serializer.TARGET target) {
      String known = Objects.requireNonNull(JSONTransactionSerializer.class.getCanonicalName());
      return name.equals(known) && target == Serializer.TARGET.TRANSACTION ? json : null;
    }
  }
}
