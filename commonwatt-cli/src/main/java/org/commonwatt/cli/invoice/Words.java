package org.commonwatt.cli.invoice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.commonwatt.engine.http.HttpApi;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Quality;

/** What kinds and qualities are called on the market's pages, in English. */
final class Words {
  private static final JsonNode PAGES = pages();

  private Words() {}

  static String of(BillLine.Kind kind) {
    return PAGES
        .path("kind." + kind)
        .asText(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  static String of(Quality quality) {
    return PAGES.path("quality." + quality).asText(quality.name().toLowerCase(Locale.ROOT));
  }

  private static JsonNode pages() {
    try (InputStream in = HttpApi.class.getResourceAsStream("/web/text-en.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, "the pages' texts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
