package org.commonwatt.engine.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of HTTP/1.1 as bytes, however wrong it is. */
final class FuzzedRequest {
  private final String method;
  private final List<String> headers = new ArrayList<>();
  private String target;
  private byte[] body = new byte[0];
  private String host = "127.0.0.1";
  private @Nullable String type;
  private boolean chunked;

  FuzzedRequest(String method, String target) {
    this.method = method;
    this.target = target;
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  byte[] body() {
    return body;
  }

  FuzzedRequest target(String changed) {
    target = changed;
    return this;
  }

  FuzzedRequest host(String changed) {
    host = changed;
    return this;
  }

  FuzzedRequest body(byte[] changed) {
    body = changed;
    return this;
  }

  FuzzedRequest type(@Nullable String changed) {
    type = changed;
    return this;
  }

  FuzzedRequest header(String line) {
    headers.add(line);
    return this;
  }

  FuzzedRequest inChunks() {
    chunked = true;
    return this;
  }

  /** What goes over the wire: characters beyond Latin-1 as UTF-8. */
  byte[] bytes() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    if (type != null) {
      head.append("Content-Type: ").append(type).append("\r\n");
    }
    headers.forEach(line -> head.append(line).append("\r\n"));
    head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
    head.append("\r\n\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    if (chunked && body.length > 0) {
      out.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    out.writeBytes(body);
    if (chunked) {
      String end = body.length > 0 ? "\r\n0\r\n\r\n" : "0\r\n\r\n";
      out.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /** Readable, for a report. */
  @Override
  public String toString() {
    String text = new String(bytes(), StandardCharsets.UTF_8);
    return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
  }
}
