package org.commonwatt.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.audit.bundle.BundleTamperings.Sample.AS_BID;
import static org.commonwatt.audit.bundle.BundleTamperings.Sample.ONE_AREA;
import static org.commonwatt.audit.bundle.BundleTamperings.Sample.TWO_AREAS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.bundle.BundleCheck;
import org.commonwatt.audit.bundle.BundleTamperings;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.audit.bundle.Spoiling;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tamperings of log, bundle, blocks, proofs, heads and receipts: each is found and named, by
 * both verifiers where they overlap. {@code -Dcommonwatt.tamperings=N} tries more, {@code
 * -Dcommonwatt.tamperings.seed=N} others.
 */
class TamperingsTest {
  private static final int MANY = Integer.getInteger("commonwatt.tamperings", 130);
  private static final long SEED = Long.getLong("commonwatt.tamperings.seed", 20220802);
  private static final int ALL = BundleExample.events().size();
  private static final int CONFIRMED =
      16; // the record with the first confirmation, and those before

  private static final String PYTHON =
      """
      import os, sys
      sys.path.insert(0, sys.argv[1])
      import proof, verify
      folder, engine, everybody = sys.argv[2:5]
      read = lambda name: open(os.path.join(folder, name), "rb").read()
      for name in sorted(name for name in os.listdir(folder) if "." not in name):
          codes = []
          witness = None if any(one in name for one in ("PARTICIPANT", "COUPLED", "AS_BID")) else everybody
          try:
              kept = [proof.read_head(read(name + ".head"))] if os.path.exists(os.path.join(folder, name + ".head")) else []
              anchors = verify.Anchors(engine, kept=kept, witness=witness, complete=True)
              findings, _ = verify.verify(read(name), anchors)
              codes = sorted(set(one.split(":")[0] for one in findings))
          except ValueError:
              codes = ["PROOF_UNREADABLE"]
          print(name, *codes)
      """;

  /** What is tampered with, and how what is found there begins: it is named, not only noticed. */
  private enum Kind {
    BUNDLE("BUNDLE_"),
    EVENTS("HASH_CHAIN_", "SEQUENCE_", "EVENT_", "MANIFEST_", "COMMAND_WITHOUT_EVENTS"),
    INPUTS("COMMAND_", "EVENT", "ANSWER_", "ORDER_", "POSITION_", "AUCTION_", "MANIFEST_"),
    FORGED_EVENT(
        "ANSWER_", "BILL_LINE_", "ENERGY_", "EVENT_", "TRADE_", "POSITIONS_", "LEDGER_BATCH_"),
    BLOCKS("BLOCK_", "LEDGER_", "BUNDLE_UNREADABLE"),
    FORGED_LEDGER("LEDGER_", "BILL_LINE_", "POSTING_"),
    PROOF("PROOF_", "HEAD_", "WITNESS_", "BILL_LINE_NOT_INCLUDED", "BLOCK_", "LEDGER_"),
    FORGED_PROOF(
        "PROOF_", "HEAD_", "WITNESS_", "BILL_LINE_NOT_INCLUDED", "BATCH_", "BLOCK_", "LEDGER_"),
    CUT_LOG("HEAD_TRUNCATED"),
    HEAD("HEAD_", "WITNESS_", "PROOF_UNREADABLE"),
    PARTICIPANT(
        "BUNDLE_", "HEAD_", "BILL_LINE_", "BLOCK_", "BATCH_", "EVENT_", "PROOF_", "MANIFEST_"),
    FORGED_PARTICIPANT("BATCH_", "BILL_", "BLOCK_", "BUNDLE_", "EVENT_", "MANIFEST_", "TRADE_"),
    RECEIPTS("BAD_SIGNATURE", "COMMAND_", "EVENT_"),
    COUPLED_BUNDLE("BUNDLE_"),
    COUPLED_EVENTS("HASH_CHAIN_", "SEQUENCE_", "EVENT_", "MANIFEST_", "COMMAND_WITHOUT_EVENTS"),
    COUPLED_INPUTS("COMMAND_", "EVENT", "ANSWER_", "ORDER_", "POSITION_", "AUCTION_", "MANIFEST_"),
    COUPLED_FORGED_EVENT(
        "ANSWER_", "BILL_LINE_", "ENERGY_", "EVENT_", "TRADE_", "POSITIONS_", "LEDGER_BATCH_"),
    COUPLED_BLOCKS("BLOCK_", "LEDGER_", "BUNDLE_UNREADABLE"),
    AS_BID_EVENTS("HASH_CHAIN_", "SEQUENCE_", "EVENT_", "MANIFEST_", "COMMAND_WITHOUT_EVENTS"),
    AS_BID_INPUTS(
        "COMMAND_",
        "EVENT",
        "ANSWER_",
        "ORDER_",
        "POSITION_",
        "AUCTION_",
        "MANIFEST_",
        "SALT_",
        "BILL_",
        "TRADE_"),
    AS_BID_FORGED_EVENT(
        "ANSWER_", "BILL_LINE_", "ENERGY_", "EVENT_", "TRADE_", "POSITIONS_", "LEDGER_BATCH_");

    private final List<String> names;

    Kind(String... names) {
      this.names = List.of(names);
    }

    static Kind of(String name) {
      return valueOf(name.substring(0, name.indexOf('-')));
    }

    /** The verifier in Python takes what commands and positions say as they are. */
    boolean isPythons() {
      return this != RECEIPTS && !name().endsWith("INPUTS");
    }

    boolean isNamedBy(Collection<String> codes) {
      return codes.stream().anyMatch(code -> names.stream().anyMatch(code::startsWith));
    }
  }

  @TempDir private Path temp;

  /** What follows says something only if neither verifier complains of what is right. */
  @Test
  void honestFilesPassBothVerifiers() throws Exception {
    assertThat(ReceiptTamperings.honest()).isEmpty();
    byte[] head = new HeadFile(ProofExample.head(ALL), null).write();
    byte[] bundle = BundleTamperings.whole(ALL);
    byte[] proof = ProofExample.proof(null).write();
    byte[] participant = ParticipantExample.of("ann").write();
    assertThat(bundle(bundle, head)).isEmpty();
    assertThat(inputs(ONE_AREA.bytes())).isEmpty();
    assertThat(bundle(TWO_AREAS.bytes(), null)).isEmpty();
    assertThat(bundle(AS_BID.bytes(), null)).isEmpty();
    assertThat(proof(proof)).isEmpty();
    assertThat(participant(participant)).isEmpty();
    if (Python3.isThere()) {
      Files.write(temp.resolve("HONEST"), bundle);
      Files.write(temp.resolve("HONEST.head"), head);
      Files.write(temp.resolve("HONEST_COUPLED"), TWO_AREAS.bytes());
      Files.write(temp.resolve("HONEST_AS_BID"), AS_BID.bytes());
      Files.write(temp.resolve("HONEST_PROOF"), proof);
      Files.write(temp.resolve("HONEST_PARTICIPANT"), participant);
      assertThat(python())
          .isEqualTo(
              Map.of(
                  "HONEST",
                  "",
                  "HONEST_COUPLED",
                  "",
                  "HONEST_AS_BID",
                  "",
                  "HONEST_PROOF",
                  "",
                  "HONEST_PARTICIPANT",
                  ""));
    }
  }

  @Test
  void allAreFoundAndNamed() throws Exception {
    areFoundAndNamed(MANY);
  }

  @Test
  @Tag("slow")
  void aThousandAreFoundAndNamed() throws Exception {
    areFoundAndNamed(1_000);
  }

  private void areFoundAndNamed(int count) throws Exception {
    Random random = new Random(SEED);
    Map<Kind, Integer> tried = new EnumMap<>(Kind.class);
    List<String> missed = new ArrayList<>();
    int pythons = 0;
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      String name = kind + "-" + i;
      tried.merge(kind, 1, Integer::sum);
      pythons += kind.isPythons() ? 1 : 0;
      Set<String> codes = tampered(kind, name, random);
      if (!kind.isNamedBy(codes)) {
        missed.add(name + " " + codes);
      }
    }
    if (Python3.isThere()) {
      Map<String, String> found = python();
      assertThat(found).hasSize(pythons);
      found.forEach(
          (name, codes) -> {
            if (!Kind.of(name).isNamedBy(List.of(codes.split(" ")))) {
              missed.add(name + " in Python " + codes);
            }
          });
    }
    System.out.printf("%d tamperings, seed %d: %s%n", count, SEED, tried);
    assertThat(missed).as("seed " + SEED).isEmpty();
  }

  /** Writes the files for the other verifier; returns what this one finds. */
  private Set<String> tampered(Kind kind, String name, Random random) throws IOException {
    byte @Nullable [] head = null;
    byte[] file;
    switch (kind) {
      case BUNDLE -> file = BundleTamperings.file(ONE_AREA, random);
      case EVENTS -> file = BundleTamperings.events(ONE_AREA, random);
      case INPUTS -> file = BundleTamperings.inputs(ONE_AREA, random);
      case FORGED_EVENT -> file = BundleTamperings.forgedEvent(ONE_AREA, random);
      case BLOCKS -> file = BundleTamperings.blocks(ONE_AREA, random);
      case COUPLED_BUNDLE -> file = BundleTamperings.file(TWO_AREAS, random);
      case COUPLED_EVENTS -> file = BundleTamperings.events(TWO_AREAS, random);
      case COUPLED_INPUTS -> file = BundleTamperings.inputs(TWO_AREAS, random);
      case COUPLED_FORGED_EVENT -> file = BundleTamperings.forgedEvent(TWO_AREAS, random);
      case COUPLED_BLOCKS -> file = BundleTamperings.blocks(TWO_AREAS, random);
      case AS_BID_EVENTS -> file = BundleTamperings.events(AS_BID, random);
      case AS_BID_INPUTS -> file = BundleTamperings.inputs(AS_BID, random);
      case AS_BID_FORGED_EVENT -> file = BundleTamperings.forgedEvent(AS_BID, random);
      case FORGED_LEDGER -> file = BundleTamperings.forgedLedger(random);
      case PROOF -> file = ProofTamperings.file(random);
      case FORGED_PROOF -> file = ProofTamperings.forged(random);
      case PARTICIPANT -> file = ParticipantTamperings.file(random);
      case FORGED_PARTICIPANT -> file = ParticipantTamperings.forged(random);
      case CUT_LOG -> {
        file = BundleTamperings.whole(CONFIRMED + random.nextInt(ALL - CONFIRMED));
        head = new HeadFile(ProofExample.head(ALL), null).write();
      }
      case HEAD -> {
        file = BundleTamperings.whole(ALL);
        head = Spoiling.bytes(new HeadFile(ProofExample.head(ALL), null).write(), random);
      }
      default -> {
        return ReceiptTamperings.tampered(random).stream()
            .map(one -> one.code().name())
            .collect(Collectors.toCollection(TreeSet::new));
      }
    }
    if (kind.isPythons()) {
      Files.write(temp.resolve(name), file);
      if (head != null) {
        Files.write(temp.resolve(name + ".head"), head);
      }
    }
    return switch (kind) {
      case PROOF, FORGED_PROOF -> proof(file);
      case PARTICIPANT, FORGED_PARTICIPANT -> participant(file);
      case INPUTS -> inputs(file);
      default -> bundle(file, head);
    };
  }

  private static Set<String> proof(byte[] file) {
    return codes(ProofCheck.run(file, List.of(), ProofExample.ANCHORS).findings());
  }

  private static Set<String> participant(byte[] file) {
    HeadCheck.Anchors anchors = new HeadCheck.Anchors(ProofExample.ENGINE.engine(), null);
    return codes(ParticipantBundleCheck.run(file, List.of(), anchors).findings());
  }

  /** A position that names no source any more is told by a note that the honest bundle lacks. */
  private static Set<String> inputs(byte[] file) {
    BundleCheck.Anchors anchors = new BundleCheck.Anchors(BundleTamperings.engine(), Keyring.NONE);
    AuditReport report = BundleCheck.run(file, anchors).report();
    Set<String> codes = codes(report.findings());
    report.notes().stream()
        .map(Finding::code)
        .filter(code -> code == FindingCode.POSITION_WITHOUT_SOURCE)
        .forEach(code -> codes.add(code.name()));
    return codes;
  }

  private static Set<String> bundle(byte[] file, byte @Nullable [] head) {
    BundleCheck.Anchors anchors = new BundleCheck.Anchors(BundleTamperings.engine(), Keyring.NONE);
    BundleCheck.Result result = BundleCheck.run(file, anchors);
    List<Finding> findings = new ArrayList<>(result.report().findings());
    if (head != null) {
      findings.addAll(heads(result, head));
    }
    return codes(findings);
  }

  private static List<Finding> heads(BundleCheck.Result result, byte[] head) {
    try {
      MarketTrees trees =
          MarketTrees.read(
              result.topic("events"), AuditedLedger.ofBlocks(result.blocks()), Keyring.NONE, null);
      TreeHead kept = HeadFile.read(head).head();
      return HeadCheck.run(List.of(kept), trees, ProofExample.ANCHORS, true);
    } catch (ProofException | CodecException e) {
      return ProofCheck.run(new byte[0], List.of(), ProofExample.ANCHORS).findings();
    }
  }

  private static Set<String> codes(List<Finding> findings) {
    return findings.stream()
        .filter(one -> !one.code().isNote())
        .map(one -> one.code().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    Python3.Run run =
        Python3.run(
            "-c",
            PYTHON,
            Python3.FOLDER.toString(),
            temp.toString(),
            ProofExample.ENGINE.engine(),
            ProofExample.WITNESS_NAME);
    assertThat(run.exitCode()).as(run.out()).isZero();
    Map<String, String> codes = new HashMap<>();
    for (String line : run.out().lines().toList()) {
      String[] words = line.split(" ", 2);
      codes.put(words[0], words.length == 1 ? "" : words[1]);
    }
    return codes;
  }
}
