package org.commonwatt.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.bundle.BundleCheck;
import org.commonwatt.audit.bundle.BundleTamperings;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.audit.bundle.Spoiling;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tamperings of log, bundle, blocks, proofs, heads and receipts: each is found and named, by
 * both verifiers where they overlap. {@code -Dcommonwatt.tamperings=1000} is the long profile.
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
          witness = None if "PARTICIPANT" in name else everybody
          try:
              kept = [proof.read_head(read(name + ".head"))] if os.path.exists(os.path.join(folder, name + ".head")) else []
              anchors = verify.Anchors(engine, kept=kept, witness=witness, complete=True)
              findings, _ = verify.verify(read(name), anchors)
              codes = sorted(set(one.split(":")[0] for one in findings))
          except ValueError:
              codes = ["PROOF_UNREADABLE"]
          print(name, *codes)
      """;

  private enum Kind {
    BUNDLE,
    EVENTS,
    INPUTS,
    FORGED_EVENT,
    BLOCKS,
    FORGED_LEDGER,
    PROOF,
    FORGED_PROOF,
    CUT_LOG,
    HEAD,
    PARTICIPANT,
    FORGED_PARTICIPANT,
    RECEIPTS;

    /** The verifier in Python takes what commands and positions say as they are. */
    boolean isPythons() {
      return this != INPUTS && this != RECEIPTS;
    }
  }

  @TempDir private Path temp;

  @Test
  void allAreFoundAndNamed() throws Exception {
    assertThat(ReceiptTamperings.honest()).isEmpty();
    Random random = new Random(SEED);
    Map<Kind, Integer> tried = new EnumMap<>(Kind.class);
    Map<String, Set<String>> java = new HashMap<>();
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      String name = kind + "-" + i;
      tried.merge(kind, 1, Integer::sum);
      Set<String> codes = tampered(kind, name, random);
      java.put(name, codes);
      if (codes.isEmpty()) {
        missed.add(name);
      }
    }
    if (Python3.isThere()) {
      int checked = 0;
      for (Map.Entry<String, String> one : python().entrySet()) {
        checked++;
        if (one.getValue().isEmpty()) {
          missed.add(one.getKey() + " in Python, in Java " + java.get(one.getKey()));
        }
      }
      assertThat(checked)
          .isEqualTo(java.keySet().stream().filter(TamperingsTest::isPythons).count());
    }
    System.out.printf("%d tamperings, seed %d: %s%n", MANY, SEED, tried);
    assertThat(missed).as("seed " + SEED).isEmpty();
  }

  private static boolean isPythons(String name) {
    return Kind.valueOf(name.substring(0, name.indexOf('-'))).isPythons();
  }

  /** Writes the files for the other verifier; returns what this one finds. */
  private Set<String> tampered(Kind kind, String name, Random random) throws IOException {
    byte @Nullable [] head = null;
    byte[] file;
    switch (kind) {
      case BUNDLE -> file = BundleTamperings.file(random);
      case EVENTS -> file = BundleTamperings.events(random);
      case INPUTS -> file = BundleTamperings.inputs(random);
      case FORGED_EVENT -> file = BundleTamperings.forgedEvent(random);
      case BLOCKS -> file = BundleTamperings.blocks(random);
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
