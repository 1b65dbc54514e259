package org.commonwatt.benchmarks.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A tab of a Chromium without a window, told what to do over its DevTools protocol. */
final class BrowserTab implements AutoCloseable {
  private static final String READY = "DevTools listening on ws://";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process chromium;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private int asked;

  /**
   * Starts Chromium.
   *
   * @param executable where it is
   * @param folder for its profile
   */
  BrowserTab(Path executable, Path folder) throws IOException, InterruptedException {
    chromium =
        new ProcessBuilder(
                List.of(
                    executable.toString(),
                    "--headless=new",
                    "--no-sandbox",
                    "--remote-debugging-port=0",
                    "--window-size=1920,1080",
                    "--user-data-dir=" + folder,
                    "about:blank"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String address = "http://" + hostAndPort() + "/json/new";
    HttpClient http = HttpClient.newHttpClient();
    HttpResponse<String> tab =
        http.send(
            HttpRequest.newBuilder(URI.create(address))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    URI debugger = URI.create(JSON.readTree(tab.body()).get("webSocketDebuggerUrl").asText());
    socket = http.newWebSocketBuilder().buildAsync(debugger, new Listener()).join();
  }

  private String hostAndPort() throws IOException {
    BufferedReader says =
        new BufferedReader(
            new InputStreamReader(chromium.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      if (line.startsWith(READY)) {
        Thread rest = new Thread(() -> says.lines().forEach(more -> {}), "chromium-says");
        rest.setDaemon(true);
        rest.start();
        return line.substring(READY.length(), line.indexOf('/', READY.length()));
      }
    }
    throw new IOException("Chromium has ended");
  }

  /** Opens an address, after a script that runs before those of the page. */
  void open(String url, String script) throws InterruptedException {
    ask("Page.enable", JSON.createObjectNode());
    ask("Page.addScriptToEvaluateOnNewDocument", JSON.createObjectNode().put("source", script));
    ask("Page.navigate", JSON.createObjectNode().put("url", url));
  }

  /** The value of an expression of JavaScript, of what it promises when it is a promise. */
  JsonNode value(String expression) throws InterruptedException {
    ObjectNode what = JSON.createObjectNode().put("expression", expression);
    JsonNode found =
        ask("Runtime.evaluate", what.put("awaitPromise", true).put("returnByValue", true));
    if (found.has("exceptionDetails")) {
      throw new IllegalStateException(found.get("exceptionDetails").toString());
    }
    return found.at("/result/value");
  }

  private JsonNode ask(String method, ObjectNode parameters) throws InterruptedException {
    int id = ++asked;
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    request.set("params", parameters);
    socket.sendText(request.toString(), true).join();
    for (; ; ) {
      JsonNode answer = answers.poll(2, TimeUnit.MINUTES);
      if (answer == null) {
        throw new IllegalStateException("no answer to " + method);
      }
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    chromium.destroy();
    if (!chromium.waitFor(1, TimeUnit.MINUTES)) {
      chromium.destroyForcibly();
    }
  }

  /** Puts whole messages in the queue. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          answers.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
