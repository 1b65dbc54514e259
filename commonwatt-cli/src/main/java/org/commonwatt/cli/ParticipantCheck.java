package org.commonwatt.cli;

import java.io.PrintWriter;
import java.util.List;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.proof.ParticipantBundle;
import org.commonwatt.audit.proof.ParticipantBundleCheck;
import org.commonwatt.audit.proof.ParticipantReceipts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks a participant's bundle for {@code commonwatt audit check}. */
record ParticipantCheck(
    CommandSpec spec, HeadOptions heads, @Nullable String engine, boolean complete) {

  /** Prints what was found; returns the exit code. */
  int check(byte[] file, @Nullable List<ReceiptClaim> receipts, PrintWriter out) {
    ParticipantBundleCheck.Result result =
        ParticipantBundleCheck.run(file, heads.read(), heads.anchors(engine));
    ParticipantBundle bundle = result.bundle();
    if (bundle != null) {
      tell(bundle, out);
    }
    result
        .findings()
        .forEach(finding -> out.println((finding.code().isNote() ? "  note: " : "  ") + finding));
    boolean kept = receipts == null || (bundle != null && check(receipts, bundle, out));
    out.println("Bundle: " + (result.passed() ? "pass" : "fail"));
    out.flush();
    return result.passed() && kept ? 0 : 1;
  }

  private boolean check(List<ReceiptClaim> receipts, ParticipantBundle bundle, PrintWriter out) {
    List<ReceiptClaim> here =
        receipts.stream()
            .filter(one -> complete || !ParticipantReceipts.isBeyond(one, bundle))
            .toList();
    if (here.size() < receipts.size()) {
      out.println(
          "%d receipts are of events behind the bundle's head: not checked; see --complete"
              .formatted(receipts.size() - here.size()));
    }
    return AuditCheckCommand.print(here.size(), ParticipantReceipts.run(here, bundle), out);
  }

  private void tell(ParticipantBundle bundle, PrintWriter out) {
    ParticipantBundle.About about = bundle.about();
    ParticipantBundle.Records records = bundle.records();
    out.println(
        "What %s has of %s, slots %s"
            .formatted(about.market(), about.participant(), about.slots()));
    out.println(
        "asked for by %s, %s: %s"
            .formatted(about.asked().viewer(), about.asked().role(), about.asked().purpose()));
    out.println(
        "%d positions, %d readings, %d trades, %d commands, %d settlements, head of %d events"
            .formatted(
                records.positions().size(),
                records.readings().size(),
                records.trades().size(),
                records.answers().size(),
                records.runs().size(),
                bundle.head().heads().events().size()));
    records.missing().forEach(one -> out.println("missing: " + one));
    out.println("Signed by " + bundle.head().engine());
    if (engine == null) {
      out.println("Nobody vouched for that engine: compare its name, or give --engine.");
    }
    out.println("Not asked: whether the lines are what the rules give; `audit verify` does.");
  }

  /** Refuses options that such a bundle has no use for. */
  void refuse(boolean keys, boolean authorities) {
    if (keys || authorities) {
      throw new ParameterException(
          spec.commandLine(), "--keys and --authorities are of a whole bundle");
    }
  }
}
