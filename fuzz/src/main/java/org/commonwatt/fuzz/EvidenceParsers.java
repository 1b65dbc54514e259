package org.commonwatt.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.audit.bundle.BundleCheck;
import org.commonwatt.audit.bundle.BundleException;
import org.commonwatt.audit.bundle.FabricBlock;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.audit.proof.ParticipantBundle;
import org.commonwatt.audit.proof.Proof;
import org.commonwatt.audit.proof.ProofException;
import org.commonwatt.identity.KeyToken;
import org.commonwatt.log.seal.Keyring;

/** What an auditor is handed, and logins. */
final class EvidenceParsers {
  private static final BundleCheck.Anchors NO_ANCHORS = new BundleCheck.Anchors(null, Keyring.NONE);

  private EvidenceParsers() {}

  static List<Parser> all() {
    return List.of(
        new Parser("bundles", () -> List.of(new byte[0]), EvidenceParsers::bundles),
        new Parser("proofs", EvidenceParsers::proofs, EvidenceParsers::proofs),
        new Parser("fabric-blocks", () -> List.of(new byte[0]), EvidenceParsers::blocks),
        new Parser(
            "login-keys",
            () -> List.of(Seeds.utf8("key-1." + "A".repeat(43))),
            EvidenceParsers::logins));
  }

  private static List<byte[]> proofs() {
    List<byte[]> seeds = new ArrayList<>(Seeds.examples("proof.md"));
    seeds.addAll(Seeds.examples("participant-bundle.md"));
    return seeds;
  }

  /** Whatever is wrong is a finding. */
  private static boolean bundles(byte[] input) {
    return BundleCheck.run(input, NO_ANCHORS).report().passed();
  }

  private static boolean proofs(byte[] input) {
    boolean taken = false;
    for (Consumer<byte[]> reader :
        List.<Consumer<byte[]>>of(Proof::read, HeadFile::read, ParticipantBundle::read)) {
      try {
        reader.accept(input);
        taken = true;
      } catch (ProofException e) {
        // It is another kind's, or none.
      }
    }
    return taken;
  }

  private static boolean blocks(byte[] input) {
    try {
      FabricBlock.read(input, "settlement");
      return true;
    } catch (BundleException e) {
      return false;
    }
  }

  private static boolean logins(byte[] input) {
    return KeyToken.parse(new String(input, StandardCharsets.UTF_8)).isPresent();
  }
}
