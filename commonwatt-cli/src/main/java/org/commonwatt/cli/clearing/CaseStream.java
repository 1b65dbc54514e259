package org.commonwatt.cli.clearing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
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
    lines = new Lines(in, 0);
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
    if (line.isTooLong()) {
      throw malformed(line, null, "the line has more than " + Lines.MAX_BYTES + " bytes");
    }
    try {
      return CaseReader.read(line.bytes(), line.number());
    } catch (Incomplete e) {
      CaseException fault = incomplete(line, e.id());
      if (maySpread) {
        return spread(line, fault);
      }
      throw fault;
    }
  }

  /**
   * Reads the first line and what follows as one case. When it is none, it is either a single bad
   * case, or the first one of many lines is cut off; then a later line has the looks of a case.
   *
   * @param cut what to say of the first line in the latter case
   */
  private NamedCase spread(Line start, CaseException cut) throws IOException, CaseException {
    Line second = lines.next();
    if (second == null) {
      throw cut;
    }
    if (isACase(second)) {
      lines = lines.again(second, new byte[0]);
      throw cut;
    }
    byte[] ahead = lines.ahead();
    CaseException fault;
    try {
      return CaseReader.read(joined(start, second, ahead), start.number());
    } catch (Incomplete e) {
      fault = incomplete(start, e.id());
    } catch (CaseException e) {
      fault = e;
    }
    if (looksLikeACase(second) || anyLooksLikeACase(ahead)) {
      lines = lines.again(second, ahead);
      throw cut;
    }
    lines = new Lines(InputStream.nullInputStream(), start.number());
    throw fault;
  }

  private static byte[] joined(Line start, Line second, byte[] ahead) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(start.bytes());
    for (long n = start.number(); n < second.number(); n++) { // blank lines count
      whole.write('\n');
    }
    whole.writeBytes(second.bytes());
    whole.write('\n');
    whole.writeBytes(ahead);
    return whole.toByteArray();
  }

  private static boolean anyLooksLikeACase(byte[] bytes) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(bytes), 0);
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (looksLikeACase(line)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a line is a whole object with areas of its own. */
  private static boolean isACase(Line line) throws IOException {
    try (JsonParser parser = CaseReader.JSON.createParser(line.bytes())) {
      boolean hasAreas = false;
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        hasAreas |= parser.currentName().equals("areas");
        parser.nextToken();
        parser.skipChildren();
      }
      return hasAreas && parser.nextToken() == null;
    } catch (JsonProcessingException | CharConversionException e) {
      return false;
    }
  }

  /** Whether a line opens an object and names areas, as hardly any line inside a case does. */
  private static boolean looksLikeACase(Line line) {
    String text = new String(line.bytes(), UTF_8);
    return text.stripLeading().startsWith("{") && text.contains("\"areas\"");
  }

  private static CaseException incomplete(Line line, @Nullable String id) {
    return malformed(line, id, "the JSON ends too early");
  }

  private static CaseException malformed(Line line, @Nullable String id, String message) {
    return new CaseException(
        new Problem(
            id,
            line.number(),
            "MALFORMED_JSON",
            message,
            "put one whole case on each line, or a single case in the file",
            List.of()));
  }
}
