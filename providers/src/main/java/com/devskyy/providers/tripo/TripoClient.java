package com.devskyy.providers.tripo;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderHttp;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Said;
import com.devskyy.providers.Waiting;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The calls of Tripo. Threads may share it.
public final class TripoClient implements AutoCloseable {
  /// Code of the refusal of a request that names an upload which is not there (any more).
  public static final String NO_SUCH_FILE = "2019";

  private static final int PAGE = 200;
  private static final int MAX_PAGES = 5;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final TripoSettings settings;
  private final Waiting waiting;
  private final ProviderHttp http;

  /// What a creation is known by.
  ///
  /// @param taskId to ask for it
  /// @param trace what Tripo's support asks for; may be empty
  public record Created(String taskId, String trace) {}

  /// A task the account was charged for, or will be.
  private record Used(String taskId, Optional<Instant> at) {
    private boolean isBefore(Instant time) {
      return at.filter(time::isAfter).isPresent();
    }
  }

  public TripoClient(TripoSettings settings, Waiting waiting) {
    this.settings = settings;
    this.waiting = waiting;
    this.http =
        new ProviderHttp("Tripo", settings.base(), settings.key(), settings.limits(), waiting);
  }

  /// Has something made. Sent once: Tripo has no idempotency key.
  public Created create(TripoRequest request) throws ProviderException, InterruptedException {
    Reply reply;
    try {
      reply = http.create(request.path(), request.json(), TripoErrors::in);
    } catch (ProviderException.OutOfCredits e) {
      throw new ProviderException.OutOfCredits("%s (%s)".formatted(e.getMessage(), left()));
    }
    String id = data(reply).path("task_id").asString("");
    if (!ID.matcher(id).matches()) {
      throw new ProviderException.AnswerLost(
          "Tripo accepted %s and did not say under which id".formatted(request.path()));
    }
    return new Created(id, reply.header("X-Tripo-Trace-ID").map(Said::line).orElse(""));
  }

  /// Keeps an image at Tripo to make models of. Free.
  ///
  /// @param name ends as its format does
  /// @return the token to use as input
  public String upload(String name, String mediaType, byte[] image)
      throws ProviderException, InterruptedException {
    String boundary = "devskyy-7f3c1e5a9b2d4860";
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, name.replaceAll("[^A-Za-z0-9._-]", "_"), mediaType)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(image);
    body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    Reply reply =
        http.post(
            "/files",
            "multipart/form-data; boundary=" + boundary,
            BodyPublishers.ofByteArray(body.toByteArray()),
            TripoErrors::in);
    return Said.text(data(reply), "file_token")
        .orElseThrow(
            () -> new ProviderException.Unavailable("Tripo took a file and gave no token for it"));
  }

  /// A task of this key.
  ///
  /// @throws ProviderException.Refused also when Tripo does not know it, as with another key
  public TripoTask task(String id) throws ProviderException, InterruptedException {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no id of a Tripo task: " + id);
    }
    return TripoTask.of(id, data(http.get("/tasks/" + id, TripoErrors::in)));
  }

  /// Waits for a task.
  ///
  /// @param patience how long, by the sum of the waits
  /// @param seen is told each state that was seen
  /// @return the task as last seen; still going on when patience did not last
  public TripoTask await(String id, Duration patience, Consumer<TripoTask> seen)
      throws ProviderException, InterruptedException {
    return settings
        .polling()
        .until(
            task -> task.status().isEnd(),
            patience,
            waiting,
            () -> {
              TripoTask task = task(id);
              seen.accept(task);
              return task;
            });
  }

  /// The model of a task that has succeeded; asks for a new address when the one it had has
  /// expired.
  public byte[] model(TripoTask task) throws ProviderException, InterruptedException {
    try {
      return http.download(address(task));
    } catch (ProviderException.Refused e) {
      if (e.status() == 0) {
        throw e;
      }
      return http.download(address(task(task.id())));
    }
  }

  private static URI address(TripoTask task) throws ProviderException {
    return task.model()
        .orElseThrow(
            () ->
                new ProviderException.Refused(
                    0, "", "Tripo names no model for its task " + task.id()));
  }

  /// The rendered image of a task; empty when it has none.
  public Optional<byte[]> preview(TripoTask task) throws ProviderException, InterruptedException {
    return task.preview().isEmpty()
        ? Optional.empty()
        : Optional.of(http.downloadOnce(task.preview().get()));
  }

  /// What is left to spend, for people.
  private String left() throws InterruptedException {
    try {
      JsonNode data = data(http.get("/account/balance", TripoErrors::in));
      return "%s left, %s set aside for what runs"
          .formatted(data.path("balance").asString("?"), data.path("frozen").asString("?"));
    } catch (ProviderException e) {
      return "what is left cannot be read: " + e.getMessage();
    }
  }

  /// Looks for a task that a request made whose answer was lost: same type, prompt or image, seed
  /// and format, made since a time. Compares each candidate of the account's usage; when there is
  /// none, waits and looks once more.
  ///
  /// @param since earliest time by Tripo's clock
  /// @param known ids of tasks that are accounted for
  /// @param settled after this long the usage is taken to show what was sent before the call
  /// @return empty when the usage says that there is none
  /// @throws ProviderException.Refused also when the usage cannot tell
  public Optional<TripoTask> findCreated(
      TripoRequest request, Instant since, Set<String> known, Duration settled)
      throws ProviderException, InterruptedException {
    Optional<TripoTask> found = findCreated(request, since, known);
    if (found.isPresent()) {
      return found;
    }
    waiting.waitFor(settled);
    return findCreated(request, since, known);
  }

  /// The same with one look.
  public Optional<TripoTask> findCreated(TripoRequest request, Instant since, Set<String> known)
      throws ProviderException, InterruptedException {
    Optional<String> untold = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      List<Used> used = usage(PAGE, page * PAGE);
      for (Used one : used) {
        if (one.isBefore(since) || known.contains(one.taskId())) {
          continue;
        }
        Optional<TripoTask> task = taskOfOurs(one.taskId());
        switch (task.map(request::made).orElse(TripoRequest.Made.NO)) {
          case YES -> {
            return task;
          }
          case NO -> {}
          case UNTOLD -> untold = Optional.of(one.taskId());
        }
      }
      if (used.size() < PAGE || used.stream().anyMatch(one -> one.isBefore(since))) {
        if (untold.isPresent()) {
          throw new ProviderException.Refused(
              200, "", "task %s may be the one and does not say".formatted(untold.get()));
        }
        return Optional.empty();
      }
    }
    throw new ProviderException.Refused(
        200, "", "more than %,d tasks since %s".formatted(PAGE * MAX_PAGES, since));
  }

  /// What another key of the account has made is not shown, and was not made by us.
  private Optional<TripoTask> taskOfOurs(String id) throws ProviderException, InterruptedException {
    try {
      return Optional.of(TripoTask.of(id, data(http.get("/tasks/" + id, TripoErrors::in))));
    } catch (ProviderException.Refused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// What the account was used for, the latest first. The list is in `data` itself or in its only
  /// list member: no reference names that member.
  ///
  /// @throws ProviderException.Refused also when an entry does not name its task
  private List<Used> usage(int limit, int offset) throws ProviderException, InterruptedException {
    JsonNode data =
        data(
            http.get(
                "/account/usage?limit=%d&offset=%d".formatted(limit, offset), TripoErrors::in));
    JsonNode list =
        data.isArray()
            ? data
            : data.valueStream().filter(JsonNode::isArray).findFirst().orElse(data);
    if (!list.isArray()) {
      throw new ProviderException.Refused(200, "", "Tripo's usage holds no list");
    }
    List<Used> used = new ArrayList<>();
    for (JsonNode one : list) {
      String id = one.path("task_id").asString("");
      if (!ID.matcher(id).matches()) {
        throw new ProviderException.Refused(200, "", "Tripo's usage names no task in an entry");
      }
      used.add(new Used(id, TripoTask.time(one.path("created_at").asString(""))));
    }
    return used;
  }

  private static JsonNode data(Reply reply) {
    return reply.json().orElseThrow().path("data");
  }

  @Override
  public void close() {
    http.close();
  }
}
