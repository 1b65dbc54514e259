package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.commonwatt.audit.proof.Proof;
import org.commonwatt.audit.proof.ProofCheck;
import org.commonwatt.cli.laptop.WholeFile;
import org.commonwatt.model.BillLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit check-proof}: checks a proof offline. */
@Command(
    name = "check-proof",
    description = {
      "Check a file of `audit prove` offline: that its lines lead to the root of the bill, that",
      "root to a tree head, who signed the head, and that no head that was kept contradicts it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: it holds, 1: it does not. docs/audit.md lists the codes."})
final class AuditCheckProofCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROOF", description = "A file of `audit prove`.")
  private Path file;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Who must have signed the head; names the engine's public key.")
  private @Nullable String engine;

  @Mixin private final HeadOptions heads = new HeadOptions();

  @Override
  public Integer call() {
    ProofCheck.Result result =
        ProofCheck.run(WholeFile.bytes(file), heads.read(), heads.anchors(engine));
    PrintWriter out = spec.commandLine().getOut();
    Proof proof = result.proof();
    if (proof != null) {
      tell(proof, out);
    }
    result
        .findings()
        .forEach(finding -> out.println((finding.code().isNote() ? "  note: " : "  ") + finding));
    out.println("Proof: " + (result.passed() ? "pass" : "fail"));
    out.flush();
    return result.passed() ? 0 : 1;
  }

  private void tell(Proof proof, PrintWriter out) {
    for (Proof.Line line : proof.lines()) {
      BillLine bill = line.line();
      out.println(
          "line %d of %s: %s"
              .formatted(
                  line.index(),
                  proof.batch().batchId(),
                  bill == null
                      ? "only its hash, its key is not at hand"
                      : "%s %s %s %d Wh at %d, %d nano"
                          .formatted(
                              bill.participant(),
                              bill.kind(),
                              bill.counterparty(),
                              bill.energyWh(),
                              bill.priceMicroPerKwh(),
                              bill.amountNano())));
    }
    out.println(
        "on the ledger in transaction %s of block %d%s"
            .formatted(
                proof.batch().transactionId(),
                proof.batch().block(),
                proof.ledger() == null
                    ? ", as the head's signers say"
                    : ", which is in the proof"));
    out.println(
        "head of %d events of %s, signed by %s"
            .formatted(
                proof.head().heads().events().size(),
                proof.head().market(),
                proof.head().engine()));
    proof
        .head()
        .witnesses()
        .forEach(one -> out.println("witnessed by " + one.witness() + " at " + one.witnessedAt()));
    if (engine == null) {
      out.println("Nobody vouched for that engine: compare its name, or give --engine.");
    }
  }
}
