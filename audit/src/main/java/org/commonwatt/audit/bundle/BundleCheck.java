package org.commonwatt.audit.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.ledger.BlockProof;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Checks a bundle offline: that the file is the one that an engine of the market signed, and, by
 * the same audit as of a running market, that what it holds follows from the rules.
 */
public final class BundleCheck {
  private static final int NAME_DIGITS = 16;
  private static final List<String> NAMES =
      List.of(
          BundleMaker.COMMANDS,
          BundleMaker.EVENTS,
          BundleMaker.POSITIONS,
          BundleMaker.KEYS,
          BundleMaker.BLOCKS);

  private final Anchors anchors;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Map<String, List<StoredRecord>> records = new TreeMap<>();

  private BundleCheck(Anchors anchors) {
    this.anchors = anchors;
  }

  /**
   * What the auditor brings along.
   *
   * @param engine name of the engine that must have signed, null to take the one that the bundle
   *     names
   * @param keyring opens what is sealed
   * @param proof checks the signatures in the blocks, null when nothing to check them against is at
   *     hand
   */
  public record Anchors(@Nullable String engine, Keyring keyring, @Nullable BlockProof proof) {
    /** Without certificates. */
    public Anchors(@Nullable String engine, Keyring keyring) {
      this(engine, keyring, null);
    }
  }

  /**
   * What a check came to.
   *
   * @param report findings about the file first, then the audit's
   * @param engine name of the engine whose key the manifest has, empty without one
   * @param slots what the bundle says that it is about, null when it cannot be read
   * @param records records of the topics by the entry's name, those that could be read
   * @param blocks the ledger's blocks, those that could be read
   */
  public record Result(
      AuditReport report,
      String engine,
      @Nullable SlotRange slots,
      Map<String, List<StoredRecord>> records,
      List<LedgerBlock> blocks) {
    /** Records of a topic such as {@code commands}. */
    public List<StoredRecord> topic(String topic) {
      return records.getOrDefault("log/" + topic, List.of());
    }
  }

  /** Checks a file; whatever is wrong with it is a finding, never an exception. */
  public static Result run(byte[] file, Anchors anchors) {
    return new BundleCheck(anchors).check(file);
  }

  private Result check(byte[] file) {
    List<Entry> read = PlainZip.read(file);
    if (!Arrays.equals(PlainZip.write(read), file)) {
      add(
          FindingCode.BUNDLE_NOT_CANONICAL,
          "expected the bytes that its " + read.size() + " entries make, found others");
    }
    read.forEach(this::take);
    Manifest manifest = manifest();
    String engine = manifest == null ? "" : checkSignature(manifest);
    if (manifest != null) {
      checkEntries(manifest, read);
    }
    for (String name : NAMES) {
      readRecords(name);
    }
    List<LedgerBlock> blocks = blocks(manifest == null ? "" : manifest.about().chaincode());
    AuditReport audit = audit(blocks);
    if (manifest != null) {
      checkContent(manifest);
      findings.addAll(Documents.findings(manifest.content().rulebooks(), entries));
    }
    return new Result(
        audit.withFirst(findings),
        engine,
        manifest == null ? null : manifest.about().slots(),
        records,
        blocks);
  }

  private void take(Entry entry) {
    if (entries.putIfAbsent(entry.name(), entry.bytes()) != null) {
      add(FindingCode.ENTRY_UNEXPECTED, entry.name() + " is there twice");
    }
  }

  private @Nullable Manifest manifest() {
    byte[] text = entries.get(BundleMaker.MANIFEST);
    try {
      if (text != null) {
        return Manifest.read(text);
      }
      add(FindingCode.BUNDLE_UNREADABLE, "expected " + BundleMaker.MANIFEST + ", found none");
    } catch (BundleException e) {
      add(FindingCode.BUNDLE_UNREADABLE, BundleMaker.MANIFEST + ": " + e.getMessage());
    }
    return null;
  }

  private String checkSignature(Manifest manifest) {
    byte[] text = Objects.requireNonNull(entries.get(BundleMaker.MANIFEST));
    byte[] signature = entries.getOrDefault(BundleMaker.SIGNATURE, new byte[0]);
    String engine = "";
    boolean holds = false;
    try {
      byte[] key = manifest.publicKey();
      engine = "engine-" + Hash.of(key).hex().substring(0, NAME_DIGITS);
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
      check.update(BundleMaker.signed(text));
      holds = check.verify(signature);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      holds = false; // bytes that cannot be a key or a signature are none
    }
    if (!holds) {
      add(FindingCode.BUNDLE_SIGNATURE_WRONG, "the key of the manifest has not signed it");
    }
    if (anchors.engine() != null && !engine.equals(anchors.engine())) {
      add(
          FindingCode.BUNDLE_SIGNATURE_WRONG,
          "expected the key of " + anchors.engine() + ", found that of " + engine);
    }
    return engine;
  }

  private void checkEntries(Manifest manifest, List<Entry> read) {
    List<String> expected = new ArrayList<>();
    expected.add(BundleMaker.MANIFEST);
    expected.add(BundleMaker.SIGNATURE);
    for (Manifest.FileLine line : manifest.files()) {
      expected.add(line.name());
      byte[] bytes = entries.get(line.name());
      if (bytes == null) {
        add(FindingCode.ENTRY_MISSING, line.name() + " is not there");
      } else if (!line.equals(Manifest.FileLine.of(new Entry(line.name(), bytes)))) {
        add(
            FindingCode.ENTRY_DIFFERS,
            "%s: expected %d bytes with SHA-256 %s, found %d with %s"
                .formatted(
                    line.name(), line.bytes(), line.sha256(), bytes.length, Hash.of(bytes).hex()));
      }
    }
    List<String> found = read.stream().map(Entry::name).toList();
    if (!found.equals(expected)) {
      add(FindingCode.ENTRY_UNEXPECTED, "expected the entries " + expected + ", found " + found);
    }
  }

  private void readRecords(String name) {
    byte[] bytes = entries.get(name);
    try {
      if (bytes != null) {
        records.put(name, RecordFile.read(bytes));
        return;
      }
      add(FindingCode.ENTRY_MISSING, name + " is not there: it counts as empty");
    } catch (BundleException e) {
      add(FindingCode.BUNDLE_UNREADABLE, name + ": " + e.getMessage() + ": it counts as empty");
    }
    records.put(name, List.of());
  }

  private AuditReport audit(List<LedgerBlock> blocks) {
    AuditInput input =
        AuditInput.of(
            of(BundleMaker.COMMANDS), of(BundleMaker.EVENTS), AuditedLedger.ofBlocks(blocks));
    input = input.withPositions(of(BundleMaker.POSITIONS)).withKeyring(anchors.keyring());
    BlockProof proof = anchors.proof();
    return Audit.verify(proof == null ? input : input.withProof(proof));
  }

  private List<LedgerBlock> blocks(String chaincode) {
    List<LedgerBlock> blocks = new ArrayList<>();
    for (StoredRecord record : of(BundleMaker.BLOCKS)) {
      try {
        if (record.offset() != blocks.size()) {
          throw new BundleException("it is numbered " + record.offset());
        }
        LedgerBlock block = FabricBlock.read(record.bytes(), chaincode);
        if (!Arrays.equals(FabricBlock.write(block), record.bytes())) {
          throw new BundleException("it has other bytes than its fields make");
        }
        blocks.add(block);
      } catch (BundleException e) {
        add(FindingCode.BUNDLE_UNREADABLE, "block " + blocks.size() + ": " + e.getMessage());
        break;
      }
    }
    return blocks;
  }

  private void checkContent(Manifest manifest) {
    Stated stated = new Stated(anchors.keyring());
    try {
      of(BundleMaker.EVENTS).forEach(stated::accept);
    } catch (CodecException e) {
      return; // the audit says where and why
    }
    compare(stated.content(manifest.about().slots()), manifest.content());
    if (!stated.reaches(manifest.about().slots()) || !stated.begins(manifest.about().slots())) {
      add(
          FindingCode.MANIFEST_DIFFERS,
          "expected the slots " + manifest.about().slots() + " to be settled and confirmed");
    }
    checkMarket(manifest.about().market());
  }

  /** The market of the first command; that all records are of one market the audit checks. */
  private void checkMarket(String market) {
    List<StoredRecord> commands = of(BundleMaker.COMMANDS);
    try {
      compare(commands.isEmpty() ? "none" : RecordMarket.of(commands.get(0).bytes()), market);
    } catch (CodecException e) {
      add(FindingCode.MANIFEST_DIFFERS, "expected a record of " + market + " first, found none");
    }
  }

  private void compare(Object fromTheLog, Object stated) {
    if (!fromTheLog.equals(stated)) {
      add(
          FindingCode.MANIFEST_DIFFERS,
          "expected " + fromTheLog + " as the log has it, found " + stated);
    }
  }

  private List<StoredRecord> of(String name) {
    return records.getOrDefault(name, List.of());
  }

  private void add(FindingCode code, String message) {
    findings.add(new Finding(code, Place.NOWHERE, message));
  }
}
