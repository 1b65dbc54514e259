package org.commonwatt.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * That bill lines are those that the ledger and a signed tree head bind.
 *
 * @param batch the batch of the lines
 * @param lines the lines and their paths to the root of the bill
 * @param batchIndex place of the batch in the tree of batches
 * @param batchPath from there to the head of that tree
 * @param head the signed head
 * @param consistency that the head goes on from an earlier one, or null
 * @param ledger the ledger's block with the batch, or null: it tells everybody's net amounts
 */
public record Proof(
    BatchLeaf batch,
    List<Line> lines,
    int batchIndex,
    List<Hash> batchPath,
    TreeHead head,
    @Nullable Consistency consistency,
    @Nullable Block ledger) {
  static final String KIND = "commonwatt-proof-1";

  /** Copies the lists. */
  public Proof {
    lines = List.copyOf(lines);
    batchPath = List.copyOf(batchPath);
  }

  /**
   * A line.
   *
   * @param index its place in the bill
   * @param line what it says, null when only its hash is left
   * @param leafHash hash of its leaf, null when the line says it
   * @param path from the leaf to the root of the bill
   */
  public record Line(int index, @Nullable BillLine line, @Nullable Hash leafHash, List<Hash> path) {
    /** Copies the path. */
    public Line {
      path = List.copyOf(path);
    }
  }

  /**
   * The ledger's block.
   *
   * @param chaincode the one that settles
   * @param bytes header and data of Fabric's message, in Base64
   * @param path from the block to the head of the tree of blocks
   */
  public record Block(String chaincode, String bytes, List<Hash> path) {
    /** Copies the path. */
    public Block {
      path = List.copyOf(path);
    }

    byte[] stored() {
      try {
        return Base64.getDecoder().decode(bytes);
      } catch (IllegalArgumentException e) {
        throw new ProofException("a block that is no Base64");
      }
    }
  }

  /** The bytes of the file. */
  public byte[] write() {
    ObjectNode root = ProofNodes.object().put("kind", KIND);
    put(root.putObject("batch"), batch);
    ArrayNode array = root.putArray("lines");
    lines.forEach(line -> write(array.addObject(), line));
    root.put("batchIndex", batchIndex);
    ProofNodes.putHashes(root, "batchPath", batchPath);
    root.set("head", ProofNodes.write(head));
    ProofNodes.putConsistency(root, consistency);
    if (ledger == null) {
      root.putNull("ledger");
    } else {
      ObjectNode node = root.putObject("ledger").put("chaincode", ledger.chaincode());
      ProofNodes.putHashes(node.put("block", ledger.bytes()), "path", ledger.path());
    }
    return ProofNodes.bytes(root);
  }

  static void put(ObjectNode node, BatchLeaf batch) {
    node.put("batchId", batch.batchId())
        .put("batchHash", batch.batchHash().hex())
        .put("billRoot", batch.billRoot().hex())
        .put("billLineCount", batch.billLineCount())
        .put("transactionId", batch.transactionId())
        .put("block", batch.block());
  }

  static BatchLeaf batch(JsonNode batch) {
    return new BatchLeaf(
        ProofNodes.text(batch, "batchId"),
        ProofNodes.hash(batch, "batchHash"),
        ProofNodes.hash(batch, "billRoot"),
        ProofNodes.small(batch, "billLineCount"),
        ProofNodes.text(batch, "transactionId"),
        ProofNodes.number(batch, "block"));
  }

  static void write(ObjectNode node, Line line) {
    node.put("line", line.index());
    BillLine bill = line.line();
    if (bill == null) {
      node.put("leafHash", String.valueOf(line.leafHash()));
    } else {
      node.put("participant", bill.participant())
          .put("slotStartMillis", bill.slot().startMillis())
          .put("slotMinutes", bill.slot().minutes())
          .put("kind", bill.kind().name())
          .put("counterparty", bill.counterparty())
          .put("tradeId", bill.tradeId())
          .put("energyWh", bill.energyWh())
          .put("priceMicroPerKwh", Long.toString(bill.priceMicroPerKwh()))
          .put("amountNano", Long.toString(bill.amountNano()))
          .put("salt", bill.salt().hex());
    }
    ProofNodes.putHashes(node, "path", line.path());
  }

  /**
   * Reads a file.
   *
   * @throws ProofException when it is no proof
   */
  public static Proof read(byte[] bytes) {
    JsonNode root = ProofNodes.parse(bytes, KIND);
    List<Line> lines = new ArrayList<>();
    ProofNodes.array(root, "lines").forEach(node -> lines.add(line(node)));
    JsonNode ledger = root.path("ledger");
    return new Proof(
        batch(root.path("batch")),
        lines,
        ProofNodes.small(root, "batchIndex"),
        ProofNodes.hashes(root, "batchPath"),
        ProofNodes.readHead(root.path("head")),
        ProofNodes.readConsistency(root),
        ledger.isNull()
            ? null
            : new Block(
                ProofNodes.text(ledger, "chaincode"),
                ProofNodes.text(ledger, "block"),
                ProofNodes.hashes(ledger, "path")));
  }

  static Line line(JsonNode node) {
    int index = ProofNodes.small(node, "line");
    List<Hash> path = ProofNodes.hashes(node, "path");
    if (node.has("leafHash")) {
      return new Line(index, null, ProofNodes.hash(node, "leafHash"), path);
    }
    try {
      BillLine line =
          new BillLine(
              ProofNodes.text(node, "participant"),
              new DeliverySlot(
                  ProofNodes.number(node, "slotStartMillis"),
                  ProofNodes.small(node, "slotMinutes")),
              BillLine.Kind.valueOf(ProofNodes.text(node, "kind")),
              ProofNodes.text(node, "counterparty"),
              ProofNodes.number(node, "tradeId"),
              ProofNodes.number(node, "energyWh"),
              Long.parseLong(ProofNodes.text(node, "priceMicroPerKwh")),
              Long.parseLong(ProofNodes.text(node, "amountNano")),
              ProofNodes.hash(node, "salt"));
      return new Line(index, line, null, path);
    } catch (IllegalArgumentException e) {
      throw new ProofException("line " + index + " is no bill line");
    }
  }
}
