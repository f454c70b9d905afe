package com.devskyy.fakes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTTP as anybody speaks it: no client of ours stands between a test and what it asks for.
final class Raw implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;
  private final List<String> headers = new ArrayList<>();

  /// An answer.
  record Said(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    byte[] bytes() {
      return response.body();
    }
  }

  /// @param base what paths are put behind
  /// @param headers names and values by turns, sent with each request
  Raw(URI base, String... headers) {
    this.base = base;
    this.headers.addAll(List.of(headers));
  }

  Said get(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0]);
  }

  Said post(String path, String json) throws IOException, InterruptedException {
    return send(
        "POST", path, json.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  Said send(String method, String path, byte[] body, String... more)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    URI address = path.startsWith("http") ? URI.create(path) : URI.create(base + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, BodyPublishers.ofByteArray(body));
    if (!all.isEmpty()) {
      request.headers(all.toArray(String[]::new));
    }
    return new Said(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  @Override
  public void close() {
    client.close();
  }
}
