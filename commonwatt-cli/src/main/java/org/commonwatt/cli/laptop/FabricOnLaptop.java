package org.commonwatt.cli.laptop;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.cli.UserError;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.log.seal.Keyring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Fabric network beside this process: the Exchange submits through its peer, the Regulator audits
 * from its own copy and checks every signature against the organisations' authorities. Processes
 * that die are started again.
 */
public final class FabricOnLaptop implements LaptopLedger {
  private static final Logger LOG = LoggerFactory.getLogger(FabricOnLaptop.class);
  private static final long CATCH_UP_SECONDS = 60;
  private static final long POLL_MILLIS = 100;

  private final FabricNetwork network;
  private final Ledger exchange;
  private final Ledger regulator;
  private final FabricKeeper keeper;

  private FabricOnLaptop(FabricNetwork network, Ledger exchange, Ledger regulator) {
    this.network = network;
    this.exchange = exchange;
    this.regulator = regulator;
    keeper = new FabricKeeper(network::revive, new Logged());
  }

  /** The log tells what the keeper does. */
  private static final class Logged implements FabricKeeper.Listener {
    @Override
    public void revived(String name) {
      LOG.warn("{} had ended and runs again", name);
    }

    @Override
    public void failed(FabricException fault) {
      LOG.error("a process of the Fabric network has ended; the next attempts follow", fault);
    }
  }

  static FabricOnLaptop open(Path folder) {
    try {
      FabricNetwork network =
          FabricNetwork.up(
              FabricOptions.of(folder, FabricCommands.find(System.getenv()), chaincode()));
      try {
        return connected(network);
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    } catch (FabricException | LedgerException e) {
      throw new UserError("the Fabric network did not start: " + e.getMessage(), e);
    }
  }

  /** The folder of the chaincode's jars: beside the application, or in the module that makes it. */
  public static Path chaincode() {
    try {
      Path own =
          Path.of(FabricOnLaptop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path installed = own.resolveSibling("chaincode");
      return Files.isDirectory(installed) ? installed : own.resolveSibling("app/chaincode");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the application's own place is no path", e);
    }
  }

  @Override
  public Ledger ledger() {
    return exchange;
  }

  @Override
  public SubmitOutcome submitAs(String mspId, LedgerCall call) {
    for (Organisation one : Organisation.values()) {
      if (one.mspId().equals(mspId)) {
        try (Ledger client = connect(network, one)) {
          return client.submit(call);
        }
      }
    }
    throw new IllegalArgumentException(
        mspId + " is no organisation of this network: ExchangeMSP, GridOperatorMSP, RegulatorMSP");
  }

  @Override
  public AuditReport verify(String bootstrap, Keyring keyring) {
    awaitRegulator();
    return LogAudit.run(bootstrap, regulator, keyring, Authorities.proof(network.authorities()));
  }

  @Override
  public void close() {
    keeper.close();
    regulator.close();
    exchange.close();
    network.close();
  }

  private static FabricOnLaptop connected(FabricNetwork network) {
    Ledger exchange = connect(network, Organisation.EXCHANGE);
    try {
      return new FabricOnLaptop(network, exchange, connect(network, Organisation.REGULATOR));
    } catch (RuntimeException e) {
      exchange.close();
      throw e;
    }
  }

  private static Ledger connect(FabricNetwork network, Organisation organisation) {
    return FabricLedger.open(
        FabricConnection.read(network.connection(organisation)), Deadlines.DEFAULT);
  }

  /** Blocks reach the Regulator's peer by itself, a moment after the others. */
  private void awaitRegulator() {
    long height = exchange.height();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
    while (regulator.height() < height) {
      if (System.nanoTime() > deadline) {
        throw new LedgerException(
            "the Regulator's peer has " + regulator.height() + " of " + height + " blocks");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException("interrupted while waiting for the Regulator's peer", e);
      }
    }
  }
}
