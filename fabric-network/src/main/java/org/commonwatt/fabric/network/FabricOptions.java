package org.commonwatt.fabric.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a network is run with.
 *
 * @param folder everything of it: certificates, ledgers, logs; the same folder again continues it
 * @param commands Fabric's commands
 * @param chaincode class path of the chaincode: jars and folders; an entry that ends in {@code /*}
 *     is a folder's jars
 * @param version version of these contracts, from 1. A network whose channel has another one in its
 *     definition of the chaincode gets a new definition at its start, which all organisations
 *     approve; what the ledger holds stays
 * @param collections the chaincode's private data collections, each as an object of Fabric's JSON;
 *     counts when the network is made or its contracts get another version. A definition may add
 *     some to those of the one before
 * @param queryLimit the most rows that a peer gives for one query, after which it ends them without
 *     a word; another one than usual is for tests of that
 * @param progress takes one line for each step of the start
 */
public record FabricOptions(
    Path folder,
    FabricCommands commands,
    List<String> chaincode,
    int version,
    List<String> collections,
    int queryLimit,
    Consumer<String> progress) {
  /** The usual limit of a query: 100 000 rows. */
  public static final int QUERY_LIMIT = 100_000;

  /**
   * The version of the product's contracts: the second has the registry and invoices, the third
   * guarantees of origin and accounts, the fourth packs postings, the fifth has bilateral
   * contracts, disputes and storages, the sixth batteries, the seventh takes a batch only under a
   * registered rulebook, the eighth lists batteries in pages, the ninth counts one of several
   * signatures, the tenth computes invoices and takes what no market secures into cash.
   */
  public static final int VERSION = 10;

  /**
   * The product's collection, from version 5 on: prices of bilateral contracts. The exchange signs
   * a deposit alone, because no other endorser may see it; its peer sends it to the regulator's,
   * and does not wait when that is away, which asks for it later.
   */
  public static final String BILATERAL_PRICES =
      "{\"name\":\"bilateral-prices\","
          + "\"policy\":\"OR('ExchangeMSP.member','RegulatorMSP.member')\","
          + "\"requiredPeerCount\":0,\"maxPeerCount\":1,\"blockToLive\":0,"
          + "\"memberOnlyRead\":true,\"memberOnlyWrite\":true,"
          + "\"endorsementPolicy\":{\"signaturePolicy\":\"OR('ExchangeMSP.peer')\"}}";

  /** Who signs a write to a collection alone, MSP ids by its name. */
  public static final Map<String, Set<String>> COLLECTION_ENDORSERS =
      Map.of("bilateral-prices", Set.of("ExchangeMSP"));

  /** Checks that there is something to run. */
  public FabricOptions {
    chaincode = List.copyOf(chaincode);
    collections = List.copyOf(collections);
    if (chaincode.isEmpty()) {
      throw new IllegalArgumentException("the chaincode's class path is empty");
    }
    if (version < 1) {
      throw new IllegalArgumentException("versions count from 1, not " + version);
    }
    if (queryLimit < 1) {
      throw new IllegalArgumentException("a query gives at least one row, not " + queryLimit);
    }
  }

  /** A network of the product's chaincode, without progress lines. */
  public static FabricOptions of(Path folder, FabricCommands commands, Path chaincodeFolder) {
    return new FabricOptions(
        folder,
        commands,
        List.of(chaincodeFolder + "/*"),
        VERSION,
        List.of(BILATERAL_PRICES),
        QUERY_LIMIT,
        line -> {});
  }

  /** The same, telling of each step. */
  public FabricOptions withProgress(Consumer<String> lines) {
    return new FabricOptions(folder, commands, chaincode, version, collections, queryLimit, lines);
  }
}
