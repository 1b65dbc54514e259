package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a server: its own, which is renewed by writing its files, and those that
 * clients show. Files that do not go together, as while one is written and the other is not yet,
 * change nothing; connections that are open stay as they are.
 */
final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final long LOOK_MILLIS = 1_000;

  private final TlsSettings settings;
  private volatile TlsFiles files;
  private volatile @Nullable String trouble;

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException when one cannot be used; the message names it
   */
  Tls(TlsSettings settings) {
    this.settings = settings;
    try {
      files = TlsFiles.read(settings);
    } catch (IOException e) {
      throw new IllegalArgumentException("TLS: " + reason(e), e);
    }
  }

  /** Where the server listens, and which files it reads. */
  TlsSettings settings() {
    return settings;
  }

  /** What the files say. */
  TlsFiles files() {
    return files;
  }

  /** Of a server that begins with what the files say. */
  HttpServerOptions serverOptions() {
    ServerSSLOptions options = files.options();
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(options.getKeyCertOptions())
        .setTrustOptions(options.getTrustOptions())
        .setClientAuth(options.getClientAuth());
  }

  /** What is wrong with the files, empty when nothing is. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Begins to look whether the files have changed. */
  void follow(Vertx vertx, HttpServer server) {
    vertx.setPeriodic(LOOK_MILLIS, timer -> look(vertx, server));
  }

  private void look(Vertx vertx, HttpServer server) {
    vertx
        .executeBlocking(() -> TlsFiles.read(settings), false)
        .compose(
            read ->
                read.equals(files)
                    ? Future.succeededFuture(false)
                    : server.updateSSLOptions(read.options()).onSuccess(done -> changed(read)))
        .onSuccess(done -> trouble = null)
        .onFailure(this::failed);
  }

  private void changed(TlsFiles read) {
    files = read;
    LOG.info("the API's certificate is that of {} now", settings.certificate());
  }

  private void failed(Throwable failure) {
    if (trouble == null) {
      LOG.warn("the files of TLS cannot be used, the API keeps those from before", failure);
    }
    trouble = "the API keeps an earlier certificate: " + reason(failure);
  }

  private static String reason(Throwable failure) {
    return failure instanceof NoSuchFileException
        ? "there is no file " + failure.getMessage()
        : String.valueOf(failure.getMessage());
  }

  /**
   * The certificate that a request's client has shown, which a trusted issuer has signed; empty
   * when there is none, or when the request may be one of a page of others: a browser shows its
   * certificate whoever asks it to send something.
   */
  static Optional<X509Certificate> client(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null || isOfAnotherPage(request)) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static boolean isOfAnotherPage(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    String site = request.getHeader("Sec-Fetch-Site");
    return (origin != null && !origin.equals(ownOrigin(request)))
        || (site != null && !site.equals("same-origin") && !site.equals("none"));
  }

  /** How a browser calls the page of this server, by the name that the request names it by. */
  static String ownOrigin(HttpServerRequest request) {
    return (request.isSSL() ? "https://" : "http://") + request.authority();
  }
}
