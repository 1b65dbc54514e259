package org.commonwatt.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.testkit.ledger.LedgerAccountsKit;
import org.commonwatt.testkit.ledger.LedgerBatteriesKit;
import org.commonwatt.testkit.ledger.LedgerBilateralKit;
import org.commonwatt.testkit.ledger.LedgerContractKit;
import org.commonwatt.testkit.ledger.LedgerDisputesKit;
import org.commonwatt.testkit.ledger.LedgerEventsKit;
import org.commonwatt.testkit.ledger.LedgerInvoicesKit;
import org.commonwatt.testkit.ledger.LedgerOriginKit;
import org.commonwatt.testkit.ledger.LedgerPrivateKit;
import org.commonwatt.testkit.ledger.LedgerRegistryKit;
import org.commonwatt.testkit.ledger.LedgerRolesKit;
import org.commonwatt.testkit.ledger.LedgerStateKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever calls itself a ledger, fakes included, passes the kits of a ledger. */
class EveryLedgerHasAKitTest {
  private static final List<Class<?>> FOR_ALL =
      List.of(
          LedgerContractKit.class,
          LedgerEventsKit.class,
          LedgerRolesKit.class,
          LedgerRegistryKit.class,
          LedgerInvoicesKit.class,
          LedgerDisputesKit.class,
          LedgerOriginKit.class,
          LedgerAccountsKit.class,
          LedgerBilateralKit.class,
          LedgerBatteriesKit.class);
  private static final List<Class<?>> WITH_CHAINCODE =
      List.of(LedgerStateKit.class, LedgerPrivateKit.class);

  /** Runs the contracts' rules without chaincode around them, and says so. */
  private static final Set<String> WITHOUT_CHAINCODE = Set.of(MemoryLedger.class.getName());

  /** Ledgers that are wrong on purpose; each shows that something notices it. */
  private static final Set<String> WRONG_ON_PURPOSE =
      Set.of(
          // The audit must find what a ledger tells that no true one would.
          "org.commonwatt.audit.FakeLedger",
          // The simulation must find that batches are lost.
          "org.commonwatt.simulation.PlantedBugs$WrongLedger",
          // One answer that the typed view of the contract must refuse.
          "org.commonwatt.ledger.SettlementLedgerTest$Answering",
          // This test must find one without kits.
          "org.commonwatt.architecture.EveryLedgerHasAKitTest$Planted");

  private static JavaClasses everything;

  @BeforeAll
  static void readAllModules() throws IOException {
    List<Path> candidates = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      for (Path module : modules.toList()) {
        addCandidates(module.resolve("target/classes"), candidates);
        addCandidates(module.resolve("target/test-classes"), candidates);
      }
    }
    everything = new ClassFileImporter().importPaths(candidates);
  }

  /** Classes that speak of the port's package; the others need not be read, which takes long. */
  private static void addCandidates(Path classes, List<Path> found) throws IOException {
    if (!Files.isDirectory(classes)) {
      return;
    }
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".class")).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (bytes.contains("org/commonwatt/ledger/Ledger") || bytes.contains("LedgerUnderTest")) {
          found.add(file);
        }
      }
    }
  }

  @Test
  void everyLedgerPassesTheKitsThatItMust() {
    assertThat(missing(ledgers(false))).isEmpty();
  }

  @Test
  void allLedgersAreFoundAndOneWithoutKitsToo() {
    assertThat(ledgers(false))
        .contains(
            MemoryLedger.class.getName(),
            "org.commonwatt.ledger.embedded.EmbeddedLedger",
            "org.commonwatt.ledger.fabric.FabricLedger");
    assertThat(ledgers(true)).containsAll(WRONG_ON_PURPOSE);
    assertThat(missing(Set.of(Planted.class.getName())))
        .hasSize(FOR_ALL.size() + WITH_CHAINCODE.size());
  }

  /** Implementations of the port, in products and tests. */
  private static Set<String> ledgers(boolean wrongOnes) {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : everything) {
      boolean concrete = !one.isInterface() && !one.getModifiers().contains(JavaModifier.ABSTRACT);
      if (concrete
          && one.isAssignableTo(Ledger.class)
          && WRONG_ON_PURPOSE.contains(one.getName()) == wrongOnes) {
        found.add(one.getName());
      }
    }
    return found;
  }

  /** What a ledger must pass and no test runs for it. */
  private static List<String> missing(Set<String> ledgers) {
    Map<String, Set<String>> passed = new java.util.HashMap<>();
    for (JavaClass one : everything) {
      if (one.isAnnotatedWith(LedgerUnderTest.class)) {
        JavaClass ledger =
            (JavaClass)
                one.getAnnotationOfType(LedgerUnderTest.class.getName()).get("value").orElseThrow();
        one.getAllRawSuperclasses()
            .forEach(
                kit ->
                    passed
                        .computeIfAbsent(ledger.getName(), name -> new TreeSet<>())
                        .add(kit.getName()));
      }
    }
    List<String> missing = new ArrayList<>();
    for (String ledger : ledgers) {
      Stream<Class<?>> kits =
          WITHOUT_CHAINCODE.contains(ledger)
              ? FOR_ALL.stream()
              : Stream.concat(FOR_ALL.stream(), WITH_CHAINCODE.stream());
      kits.map(Class::getName)
          .filter(kit -> !passed.getOrDefault(ledger, Set.of()).contains(kit))
          .forEach(kit -> missing.add(ledger + " has no test that extends " + kit));
    }
    return missing;
  }

  /** Never made; only its existence matters. */
  private abstract static class Unfinished implements Ledger {}

  private static final class Planted extends Unfinished {
    @Override
    public String label() {
      return "planted";
    }

    @Override
    public org.commonwatt.ledger.SubmitOutcome submit(org.commonwatt.ledger.LedgerCall call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public org.commonwatt.ledger.EvaluateOutcome evaluate(org.commonwatt.ledger.LedgerCall call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public java.util.Optional<org.commonwatt.ledger.CommitStatus> status(String transactionId) {
      return java.util.Optional.empty();
    }

    @Override
    public long height() {
      return 0;
    }

    @Override
    public org.commonwatt.ledger.LedgerBlock block(long number) {
      throw new IllegalArgumentException();
    }

    @Override
    public org.commonwatt.ledger.LedgerEvents events(org.commonwatt.ledger.LedgerCheckpoint after) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
