package org.commonwatt.cli.clearing;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import org.commonwatt.cli.clearing.CaseException.Problem;
import org.commonwatt.cli.clearing.CaseReader.Incomplete;
import org.commonwatt.cli.clearing.CaseReader.NamedCase;
import org.commonwatt.cli.clearing.Lines.Line;
import org.jspecify.annotations.Nullable;

/** The cases of a stream: JSON Lines, or a single case that may spread over lines. */
public final class CaseStream {
  private Lines lines;
  private boolean first = true;

  /** Reads cases from a stream, which the caller closes. */
  public CaseStream(InputStream in) {
    lines = new Lines(new BufferedInputStream(in, 1 << 16));
  }

  /**
   * The next case, null at the end.
   *
   * @throws CaseException when the next line is no case; the call after it reads on behind it
   */
  public @Nullable NamedCase next() throws IOException, CaseException {
    Line line = lines.next();
    if (line == null) {
      return null;
    }
    boolean maySpread = first;
    first = false;
    try {
      return CaseReader.read(line.bytes(), line.number());
    } catch (Incomplete e) {
      NamedCase spread = maySpread ? spread(line) : null;
      if (spread != null) {
        return spread;
      }
      throw incomplete(line.number());
    }
  }

  private static CaseException incomplete(long line) {
    return new CaseException(
        new Problem(
            null,
            line,
            "MALFORMED_JSON",
            "the JSON ends too early",
            "put one whole case on each line, or a single case in the file",
            List.of()));
  }

  /** Reads all that is left as one case; when it is none, its lines are read one by one. */
  private @Nullable NamedCase spread(Line start) throws IOException, CaseException {
    byte[] rest = lines.rest();
    InputStream whole =
        new SequenceInputStream(
            new ByteArrayInputStream(start.bytes()), new ByteArrayInputStream(rest));
    try {
      return CaseReader.read(whole.readAllBytes(), start.number());
    } catch (Incomplete e) {
      lines = new Lines(new ByteArrayInputStream(rest), start.number());
      return null;
    } catch (CaseException e) {
      boolean broken = e.problem().code().equals("MALFORMED_JSON");
      lines = new Lines(new ByteArrayInputStream(broken ? rest : new byte[0]), start.number());
      if (broken) {
        return null;
      }
      throw e;
    }
  }
}
