package org.commonwatt.ledger.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.commonwatt.chaincode.accounts.AccountsContract;
import org.commonwatt.chaincode.batteries.BatteriesContract;
import org.commonwatt.chaincode.bilateral.BilateralContract;
import org.commonwatt.chaincode.disputes.DisputesContract;
import org.commonwatt.chaincode.invoices.InvoicesContract;
import org.commonwatt.chaincode.origin.OriginContract;
import org.commonwatt.chaincode.probe.ProbeContract;
import org.commonwatt.chaincode.registry.RegistryContract;
import org.commonwatt.chaincode.settlement.SettlementContract;
import org.hyperledger.fabric.contract.ContractRouter;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeServer;
import org.hyperledger.fabric.shim.ChaincodeStub;

/**
 * Calls get the same answer as from Fabric's own router, which finds its contracts by scanning the
 * class path.
 */
class RealRouterTest {
  // Made before the first try.
  @SuppressWarnings("NullAway.Init")
  private static ContractRouter real;

  @SuppressWarnings("NullAway.Init")
  private static ContractRouting ours;

  @SuppressWarnings("NullAway.Init")
  private static byte[] creator; // a context names its client

  @BeforeContainer
  static void start() throws Exception {
    Path folder = Files.createTempDirectory("identities");
    creator =
        new OrganisationStore(folder, Instant.EPOCH)
            .all("Exchange")
            .get(0)
            .serialized()
            .toByteArray();
    ours = new ContractRouting(ContractHost.contracts());
    real = new ContractRouter(new String[] {"-i", Channel.CHAINCODE + ":1"});
    real.startRouterWithChaincodeServer(new NoServer());
    ShimLog.quieten(); // the router sets levels
  }

  @Example
  void everyContractIsNamedForTheServiceLoader() {
    assertThat(ContractHost.contracts())
        .containsExactlyInAnyOrder(
            SettlementContract.class,
            RegistryContract.class,
            InvoicesContract.class,
            OriginContract.class,
            AccountsContract.class,
            BilateralContract.class,
            DisputesContract.class,
            BatteriesContract.class,
            ProbeContract.class);
  }

  @Example
  void everyFunctionOfEveryContractIsRoutedAlike() {
    int answered = 0;
    for (var contract : ContractHost.contracts()) {
      String name = contract.getAnnotation(Contract.class).name();
      for (var method : contract.getMethods()) {
        // "nanos" is the probe's function that answers differently each time.
        if (method.getAnnotation(Transaction.class) != null && !method.getName().equals("nanos")) {
          for (String prefix : List.of("", name + ":")) {
            for (int arguments = 0; arguments < 4; arguments++) {
              List<String> call = new ArrayList<>(List.of(prefix + method.getName()));
              call.addAll(Arrays.asList("a", "{}", "7").subList(0, arguments));
              answered += assertAlike(call) ? 1 : 0;
            }
          }
        }
      }
    }
    assertThat(answered).as("calls that succeeded").isGreaterThan(5);
  }

  @Property(tries = 100)
  void anyCallIsAnsweredAlike(@ForAll @Size(max = 4) List<String> call) {
    assertAlike(call);
  }

  @Property(tries = 100)
  void anyFunctionOfAContractIsAnsweredAlike(@ForAll String function, @ForAll String argument) {
    assertAlike(List.of("probe:" + function, argument));
    assertAlike(List.of("settlement:" + function, argument));
    assertAlike(List.of("registry:" + function, argument));
    assertAlike(List.of("invoices:" + function, argument));
    assertAlike(List.of("origin:" + function, argument));
    assertAlike(List.of("accounts:" + function, argument));
    assertAlike(List.of("nobody:" + function, argument));
  }

  private static boolean assertAlike(List<String> call) {
    Chaincode.Response expected = real.invoke(stub(call));
    Chaincode.Response found = ours.invoke(stub(call));
    assertThat(found.getStatus()).as("%s", call).isEqualTo(expected.getStatus());
    assertThat(found.getMessage()).as("%s", call).isEqualTo(expected.getMessage());
    assertThat(found.getPayload()).as("%s", call).isEqualTo(expected.getPayload());
    return found.getStatus() == Chaincode.Response.Status.SUCCESS;
  }

  /** A stub that has every state and takes every write; what else is asked of it fails. */
  private static ChaincodeStub stub(List<String> call) {
    return (ChaincodeStub)
        Proxy.newProxyInstance(
            RealRouterTest.class.getClassLoader(),
            new Class<?>[] {ChaincodeStub.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getStringArgs" -> call;
                  case "getArgs" -> call.stream().map(text -> text.getBytes(UTF_8)).toList();
                  case "getFunction" -> call.get(0);
                  case "getParameters" -> call.subList(1, call.size());
                  case "getCreator" -> creator;
                  case "getState" -> "state".getBytes(UTF_8);
                  case "getStringState" -> "state";
                  case "putState", "putStringState", "delState" -> null;
                  case "getTxId" -> "tx";
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static final class NoServer implements ChaincodeServer {
    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}
