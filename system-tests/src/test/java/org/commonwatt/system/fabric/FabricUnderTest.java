package org.commonwatt.system.fabric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.NetworkControl;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.ledger.fabric.SignatureProof;
import org.commonwatt.ledger.fabric.TrustAnchors;
import org.commonwatt.testkit.ledger.KitCollection;
import org.commonwatt.testkit.ledger.LedgerStateKit;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * One network for all tests of this JVM, with the probe contract beside the settlement contract and
 * the kit's collections of private data in its definition.
 */
public final class FabricUnderTest {
  /** Set where Fabric must be there: a suite that would be skipped fails instead. */
  private static final String REQUIRED = "COMMONWATT_FABRIC_REQUIRED";

  private static final Path CHAINCODE =
      Path.of("../settlement-chaincode/target").toAbsolutePath().normalize();

  private static @Nullable FabricNetwork network;
  private static @Nullable Path data;

  private FabricUnderTest() {}

  /**
   * The network; ends with this JVM. Skips the test, saying so, when this machine has no Fabric.
   */
  public static synchronized FabricNetwork network() {
    FabricNetwork running = network;
    if (running == null) {
      running = start();
      network = running;
    }
    return running;
  }

  private static FabricNetwork start() {
    FabricCommands commands = commands();
    try {
      Path folder = Files.createTempDirectory("commonwatt-fabric");
      data = folder;
      List<String> collections = new ArrayList<>(KitCollection.fabricJson());
      collections.add(FabricOptions.BILATERAL_PRICES);
      FabricNetwork started =
          FabricNetwork.up(
              new FabricOptions(
                  folder.resolve("fabric"),
                  commands,
                  classPath(),
                  FabricOptions.VERSION,
                  collections,
                  LedgerStateKit.QUERY_LIMIT,
                  line -> {}));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, folder)));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the organisations run: the product's chaincode and the probe contract. */
  static List<String> classPath() {
    try (Stream<Path> files = Files.list(CHAINCODE)) {
      List<String> entries = new ArrayList<>(List.of(CHAINCODE.resolve("chaincode") + "/*"));
      files.map(Path::toString).filter(name -> name.endsWith("-tests.jar")).forEach(entries::add);
      Assertions.assertEquals(2, entries.size(), "build settlement-chaincode first");
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same jars by name: only the commands expand a star, not the compiler's interface. */
  static List<String> jars() {
    try (Stream<Path> files = Files.list(CHAINCODE.resolve("chaincode"))) {
      return files.map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ledger as an organisation sees it. */
  public static Ledger ledger(Organisation organisation) {
    return FabricLedger.open(
        FabricConnection.read(network().connection(organisation)), Deadlines.DEFAULT);
  }

  /** Registers the rulebook of batches, without which none is taken, and returns them. */
  public static SampleBatches register(SampleBatches batches) {
    try (Ledger ledger = ledger(Organisation.EXCHANGE)) {
      return batches.registered(ledger);
    }
  }

  /** The network as another process looks at it. */
  static NetworkControl control() {
    return NetworkControl.of(data().resolve("fabric"));
  }

  /** The data folder of a command that is to find the network. */
  public static Path data() {
    network();
    return Objects.requireNonNull(data);
  }

  /** The check of signatures with the network's authorities. */
  static SignatureProof proof() {
    return new SignatureProof(
        new TrustAnchors(
            TrustAnchors.certificates(network().authorities()),
            Set.of(FabricNetwork.ORDERER_MSP),
            Organisation.endorsers().stream().map(Organisation::mspId).collect(Collectors.toSet()),
            FabricNetwork.CHAINCODE,
            FabricOptions.COLLECTION_ENDORSERS));
  }

  /** Fabric's commands; skips the test when there are none. */
  public static FabricCommands commands() {
    try {
      return FabricCommands.find(System.getenv());
    } catch (FabricException e) {
      String message =
          "SKIPPED: no ledger test has run on a real Fabric network. " + e.getMessage();
      if (System.getenv(REQUIRED) != null) {
        Assertions.fail(message + " (" + REQUIRED + " is set)");
      }
      System.err.println(message);
      Assumptions.abort(message);
      throw e;
    }
  }

  private static void stop(FabricNetwork started, Path folder) {
    started.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
