package org.commonwatt.audit.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.Creator;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A block as Fabric's message {@code common.Block}, read without Fabric's classes: what its
 * transactions call comes from the envelopes that the block's hash covers.
 */
public final class FabricBlock {
  private static final int VERDICTS = 2;
  private static final int ENDORSED = 3;

  private FabricBlock() {}

  /** The bytes of a block. */
  public static byte[] write(LedgerBlock block) {
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    block.metadata().forEach(one -> Wire.put(metadata, 1, one));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bare(block));
    Wire.put(out, 3, metadata.toByteArray());
    return out.toByteArray();
  }

  /** The bytes of a block without its metadata, which no hash covers: header and envelopes. */
  public static byte[] bare(LedgerBlock block) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    Wire.put(header, 1, block.number());
    if (block.number() > 0) {
      Wire.put(header, 2, block.previousHash().bytes());
    }
    Wire.put(header, 3, block.dataHash().bytes());
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    block.envelopes().forEach(envelope -> Wire.put(data, 1, envelope));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Wire.put(out, 1, header.toByteArray());
    Wire.put(out, 2, data.toByteArray());
    return out.toByteArray();
  }

  /**
   * Reads a block.
   *
   * @param chaincode the one that settles; contracts of others are named after those
   * @throws BundleException when the bytes are no block
   */
  public static LedgerBlock read(byte[] bytes, String chaincode) {
    return read(new Wire(bytes), chaincode, false);
  }

  /**
   * Reads a block without its metadata: nobody judges its transactions.
   *
   * @throws BundleException when the bytes are no such block
   */
  public static LedgerBlock readBare(byte[] bytes, String chaincode) {
    return read(new Wire(bytes), chaincode, true);
  }

  private static LedgerBlock read(Wire block, String chaincode, boolean bare) {
    Wire header = block.message(1);
    List<byte[]> envelopes = block.message(2).all(1);
    List<byte[]> metadata = block.message(3).all(1);
    byte[] verdicts = metadata.size() > VERDICTS ? metadata.get(VERDICTS) : new byte[0];
    // Nobody judges the first one.
    boolean first = bare || (header.number(1) == 0 && verdicts.length == 0);
    if (verdicts.length != envelopes.size() && !first) {
      throw new BundleException(
          verdicts.length + " verdicts of " + envelopes.size() + " transactions");
    }
    List<LedgerTransaction> transactions = new ArrayList<>();
    for (int i = 0; i < envelopes.size(); i++) {
      String code = first ? "NOT_VALIDATED" : "code " + (verdicts[i] & 0xff);
      code = !first && verdicts[i] == 0 ? "VALID" : code;
      transactions.add(transaction(envelopes.get(i), code, chaincode));
    }
    byte[] before = header.bytes(2);
    return new LedgerBlock(
        header.number(1),
        before.length == 0 ? Hash.ZERO : hash(before),
        hash(header.bytes(3)),
        envelopes,
        metadata,
        transactions);
  }

  private static LedgerTransaction transaction(byte[] bytes, String code, String chaincode) {
    Wire payload = new Wire(bytes).message(1);
    Wire channel = payload.message(1, 1);
    String id = channel.text(5);
    if (channel.number(1) != ENDORSED) {
      LedgerCall call = LedgerCall.of("_config", "type " + channel.number(1));
      return new LedgerTransaction(id, code, call, null, null, creator(payload));
    }
    if (payload.message(2).all(1).size() != 1) {
      throw new BundleException("a transaction that has not one action");
    }
    Wire endorsed = payload.message(2, 1, 2);
    Wire event = endorsed.message(2, 1, 2, 2);
    @Nullable String name = code.equals("VALID") && !event.text(3).isEmpty() ? event.text(3) : null;
    return new LedgerTransaction(
        id,
        code,
        call(endorsed.message(1, 1, 1), chaincode),
        name,
        name == null ? null : event.text(4),
        creator(payload));
  }

  private static @Nullable Creator creator(Wire payload) {
    byte[] identity = payload.message(1, 2).bytes(1);
    if (identity.length == 0) {
      return null;
    }
    Wire said = new Wire(identity);
    return Creator.of(said.text(1), said.text(2));
  }

  private static LedgerCall call(Wire spec, String chaincode) {
    List<String> arguments =
        spec.message(3).all(1).stream()
            .map(one -> new String(one, StandardCharsets.UTF_8))
            .toList();
    if (arguments.isEmpty()) {
      throw new BundleException("a call that names no function");
    }
    String called = arguments.get(0);
    int colon = called.lastIndexOf(':');
    String contract = called.substring(0, Math.max(colon, 0));
    String own = spec.message(2).text(2);
    if (!own.equals(chaincode)) {
      // A chaincode that is named like a contract of ours is another one.
      boolean system = contract.isEmpty() && own.startsWith("_");
      contract = system ? own : own + "/" + contract;
    } else if (contract.startsWith("_")) {
      contract = own + "/" + contract;
    }
    return new LedgerCall(
        contract, called.substring(colon + 1), arguments.subList(1, arguments.size()));
  }

  private static Hash hash(byte[] bytes) {
    try {
      return Hash.ofBytes(bytes);
    } catch (IllegalArgumentException e) {
      throw new BundleException("a hash of " + bytes.length + " bytes");
    }
  }
}
