package org.commonwatt.engine.head;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.commonwatt.engine.receipt.EngineKey;

/**
 * What an engine signs of the market's history after a batch was confirmed.
 *
 * @param market id of the market
 * @param timeMillis the market's clock at the last event, milliseconds since the epoch
 * @param events the tree of events
 * @param batches the tree of confirmed batches
 * @param blocks the tree of the ledger's blocks, to the one with the batch
 */
record SignedHead(
    String market,
    long timeMillis,
    RunningTree.Head events,
    RunningTree.Head batches,
    RunningTree.Head blocks) {
  private static final String KIND = "commonwatt-tree-head-1";

  /** The bytes of the file of this head, in its one spelling. */
  byte[] write(EngineKey key) {
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("kind", KIND).put("market", market).put("marketTimeMillis", timeMillis);
    put(root, "events", events);
    put(root, "batches", batches);
    put(root, "blocks", blocks);
    root.put("publicKey", base64.encodeToString(key.publicKey()))
        .put("signature", base64.encodeToString(key.sign(signed(key.engine()))));
    root.putArray("witnesses");
    root.putNull("consistency");
    return (root.toString() + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode root, String name, RunningTree.Head head) {
    root.putObject(name).put("size", head.size()).put("root", head.root().hex());
  }

  private byte[] signed(String engine) {
    String text =
        KIND
            + '\n'
            + market
            + '\n'
            + timeMillis
            + '\n'
            + lines(events)
            + lines(batches)
            + lines(blocks)
            + engine
            + '\n';
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String lines(RunningTree.Head head) {
    return head.size() + "\n" + head.root().hex() + '\n';
  }
}
