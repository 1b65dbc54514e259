package org.commonwatt.cli.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.function.Supplier;
import org.commonwatt.cli.clearing.Fields;
import org.commonwatt.cli.storage.StorageCaseException.Told;
import org.jspecify.annotations.Nullable;

/** What the readers and writers of storage cases have in common: one case in, one line out. */
final class StorageJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private StorageJson() {}

  /** Reads a case from its first token on. */
  interface Reading {
    /** Reads it. */
    void read(Fields in) throws IOException;
  }

  /** Reads a case and writes what comes of it. */
  interface Work {
    /** Does it. */
    void run(JsonGenerator json) throws IOException, StorageCaseException;
  }

  /**
   * Reads the one case of a stream.
   *
   * @param id of the case, as far as it was read
   * @param document where its fields are described
   * @throws StorageCaseException when it is none
   */
  static void read(InputStream in, Reading reading, Supplier<@Nullable String> id, String document)
      throws StorageCaseException {
    String hint = "see " + document + " for the fields";
    JsonParser parser = null;
    try {
      parser = JSON.createParser(in);
      reading.read(new Fields(parser));
    } catch (Fields.Wrong e) {
      int line = parser == null ? 0 : parser.currentTokenLocation().getLineNr();
      throw new StorageCaseException(id.get(), line, new Told(e.code(), e.getMessage(), hint));
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      int line = place == null ? 0 : place.getLineNr();
      Told told = new Told("MALFORMED_JSON", firstSentence(e.getOriginalMessage()), hint);
      throw new StorageCaseException(id.get(), line, told);
    } catch (IOException e) {
      Told told = new Told("MALFORMED_JSON", String.valueOf(e.getMessage()), hint);
      throw new StorageCaseException(id.get(), 0, told);
    }
  }

  /** Without the parser's advice to programmers. */
  private static String firstSentence(String message) {
    int end = message.indexOf(" (start marker");
    return end < 0 ? message : message.substring(0, end);
  }

  /** An integer within a range. */
  static long within(Fields in, String name, long least, long most) throws IOException {
    long value = in.integer();
    if (value < least || value > most) {
      throw in.wrong(name + " is " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /**
   * Writes one line: what a piece of work writes, or the error that it ends with.
   *
   * @return whether there was no error
   */
  static boolean line(Writer out, Work work) throws IOException {
    try (JsonGenerator json = generator(out)) {
      try {
        work.run(json);
        return true;
      } catch (StorageCaseException e) {
        write(e, json);
        return false;
      }
    } finally {
      out.write('\n');
      out.flush();
    }
  }

  private static JsonGenerator generator(Writer out) throws IOException {
    return new JsonFactory()
        .createGenerator(out)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature()); // whatever the terminal is
  }

  private static void write(StorageCaseException e, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (e.id() != null) {
      json.writeStringField("id", e.id());
    }
    json.writeStringField("error", e.getMessage());
    if (e.line() > 0) {
      json.writeNumberField("line", e.line());
    }
    json.writeStringField("code", e.code());
    json.writeStringField("hint", e.hint());
    json.writeEndObject();
  }
}
