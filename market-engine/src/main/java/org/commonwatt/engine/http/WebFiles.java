package org.commonwatt.engine.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The files of the web pages, from the jar: each with an entity tag, so that a browser asks whether
 * it has changed and is told in a few bytes that it has not, and compressed once. With the system
 * property {@value #FOLDER} they are read from a folder at each request, for who works on them.
 */
final class WebFiles {
  /** Names the folder in which somebody works on the pages. */
  static final String FOLDER = "commonwatt.web";

  /**
   * Nothing but our own files and our own API: no script or style in the page, no frame, no form
   * that leaves, no text that becomes markup.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}\\.(js|css|json|svg)");
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "html", "text/html; charset=utf-8");

  private final @Nullable Path folder;
  private final Map<String, Optional<Content>> known = new ConcurrentHashMap<>();

  private record Content(Buffer plain, Buffer compressed, String tag) {}

  /**
   * No file is read yet.
   *
   * @param folder where the files are; null: in the jar
   */
  WebFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /** From the jar, or from the folder that {@value #FOLDER} names. */
  static WebFiles packaged() {
    @Nullable String folder = System.getProperty(FOLDER);
    return new WebFiles(folder == null ? null : Path.of(folder));
  }

  /** {@code GET /}: the page, which loads the others. */
  void page(RoutingContext ctx) {
    send(ctx, "index.html", content("index.html").orElseThrow());
  }

  /** {@code GET /web/:file}: a script, a style, the words of a language. */
  void file(RoutingContext ctx) {
    try {
      Params.only(ctx, Set.of());
      String name = ctx.pathParam("file");
      if (!NAME.matcher(name).matches()) {
        throw new ProblemException(
            Problem.malformed(
                "file " + Params.quote(name) + " is no name of a file of the pages.",
                "The page at / names those that there are."));
      }
      Content found = content(name).orElseThrow(() -> new ProblemException(none(name)));
      send(ctx, name, found);
    } catch (ProblemException e) {
      Answers.problem(ctx, e.problem());
    }
  }

  /** A file as it is sent, compressed; empty when there is none of that name. */
  Optional<Buffer> compressed(String name) {
    return content(name).map(Content::compressed);
  }

  private Optional<Content> content(String name) {
    return folder == null ? known.computeIfAbsent(name, this::read) : read(name);
  }

  private Optional<Content> read(String name) {
    try (@Nullable InputStream in = open(name)) {
      return in == null ? Optional.empty() : Optional.of(content(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable InputStream open(String name) throws IOException {
    if (folder == null) {
      return WebFiles.class.getResourceAsStream("/web/" + name);
    }
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
  }

  private static Content content(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    String tag = "\"" + Hash.of(plain).hex().substring(0, 32) + "\"";
    return new Content(Buffer.buffer(plain), Buffer.buffer(out.toByteArray()), tag);
  }

  private static void send(RoutingContext ctx, String name, Content content) {
    HttpServerRequest request = ctx.request();
    HttpServerResponse response = ctx.response();
    response
        .putHeader("Cache-Control", "no-cache")
        .putHeader("ETag", content.tag())
        .putHeader("Vary", "Accept-Encoding")
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("X-Content-Type-Options", "nosniff");
    if (content.tag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    response.putHeader("Content-Type", type);
    if (takesGzip(request.getHeader("Accept-Encoding"))) {
      response.putHeader("Content-Encoding", "gzip").end(content.compressed());
    } else {
      response.end(content.plain());
    }
  }

  /** Whether gzip is among what a client takes, and not with a weight of 0. */
  private static boolean takesGzip(@Nullable String accepted) {
    if (accepted == null) {
      return false;
    }
    for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = one.strip().split(";", -1);
      boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
      if (parts[0].strip().equals("gzip") && !refused) {
        return true;
      }
    }
    return false;
  }

  private static Problem none(String name) {
    return Problem.notFound(
        "UNKNOWN_FILE",
        "There is no file " + Params.quote(name) + " of the pages.",
        "Load the page anew: it may be of another version.");
  }
}
