package org.commonwatt.cli.battery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.ledger.BatteryJson;
import org.jspecify.annotations.Nullable;

/** Hands the statements of a file in, one after the other, and tells of each line. */
public final class StatementImport {
  private static final Set<String> FIRST =
      Set.of(Operation.REGISTER.name(), Operation.REPURPOSE.name());

  private final StatementTarget target;
  private final List<StatementSigner> signers;
  private final PrintWriter out;
  private long taken;
  private long refused;

  /**
   * Nothing yet.
   *
   * @param target where statements go
   * @param signers who signs all of them, beside those who have
   * @param out is told a line for each line
   */
  public StatementImport(StatementTarget target, List<StatementSigner> signers, PrintWriter out) {
    this.target = target;
    this.signers = List.copyOf(signers);
    this.out = out;
  }

  /** Takes lines; what is refused keeps no other line from being taken. */
  public void take(List<StatementFile.Line> lines) {
    for (StatementFile.Line line : lines) {
      @Nullable ObjectNode statement = line.statement();
      if (statement == null) {
        refused(line, String.valueOf(line.error()));
      } else {
        SignedStatement signed = signed(line, statement);
        Optional<String> why =
            signed.signatures().isEmpty()
                ? Optional.of("nobody has signed it: say --as and --key")
                : target.take(signed);
        if (why.isPresent()) {
          refused(line, why.get());
        } else {
          taken++;
          out.printf(
              "line %d: %s %s %d%n",
              line.number(),
              signed.statement().operation(),
              signed.statement().asset(),
              signed.statement().sequence());
        }
      }
      out.flush();
    }
  }

  private SignedStatement signed(StatementFile.Line line, ObjectNode statement) {
    ObjectNode whole = statement.deepCopy();
    if (!whole.has("sequence")) {
      whole.put("sequence", next(whole));
    }
    SignedStatement signed =
        new SignedStatement(
            BatteryJson.readStatement(whole.toString()).statement(), line.signatures());
    for (StatementSigner signer : signers) {
      signed = signer.sign(signed);
    }
    return signed;
  }

  /** What is made known has no event before; of one that is known the contract says so. */
  private long next(ObjectNode statement) {
    boolean first = FIRST.contains(statement.required("operation").textValue());
    return first ? 1 : target.events(statement.required("asset").textValue()) + 1;
  }

  private void refused(StatementFile.Line line, String why) {
    refused++;
    out.printf("line %d: refused: %s%n", line.number(), why);
  }

  /** How many lines were taken. */
  public long taken() {
    return taken;
  }

  /** How many were not. */
  public long refused() {
    return refused;
  }
}
