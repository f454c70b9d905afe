package com.devskyy.fakes;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Where results are fetched: another port, addresses that are signed and expire. A key that
/// arrives here is a fault of the client and is remembered.
final class Cdn implements AutoCloseable {
  private final InstantSource clock;
  private final Map<String, File> files = new ConcurrentHashMap<>();
  private final AtomicInteger published = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final FakeServer server = new FakeServer(this::serve);

  /// How a file is given out.
  enum Delivery {
    WHOLE,
    /// Refused as if its time were over.
    EXPIRED,
    /// Not there.
    MISSING,
    /// Its first half.
    TRUNCATED,
    /// Something else.
    GARBAGE,
    /// Never.
    HANGING
  }

  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  private record File(String mediaType, byte[] content, Instant until, Delivery delivery) {}

  Cdn(InstantSource clock) {
    this.clock = clock;
  }

  URI publish(String name, String mediaType, byte[] content, Duration life, Delivery delivery) {
    int number = published.incrementAndGet();
    Instant until = clock.instant().plus(life);
    String signature = HexFormat.of().toHexDigits(31L * number + Arrays.hashCode(content));
    String place = "/%d/%s?sig=%s".formatted(number, name, signature);
    files.put(place, new File(mediaType, content, until, delivery));
    return URI.create(server.address() + place);
  }

  /// What clients did here that they must not do.
  List<String> complaints() {
    return server.complaints();
  }

  private FakeServer.Answer serve(HttpExchange request, byte[] body) throws InterruptedException {
    String place = request.getRequestURI().toString();
    if (request.getRequestHeaders().containsKey("Authorization")) {
      server.complaints().add("a key was sent to " + request.getRequestURI().getPath());
      return refusal(400, "no credentials here");
    }
    File file = files.get(place);
    if (file == null) {
      return refusal(403, "the signature does not match");
    }
    if (file.delivery == Delivery.EXPIRED || !clock.instant().isBefore(file.until)) {
      return refusal(403, "the address has expired");
    }
    return switch (file.delivery) {
      case MISSING -> refusal(404, "no such file");
      case TRUNCATED -> whole(file, Arrays.copyOf(file.content, file.content.length / 2));
      case GARBAGE ->
          whole(file, "<html>not what you want</html>".getBytes(StandardCharsets.UTF_8));
      case HANGING -> {
        closed.await();
        yield new FakeServer.Answer.Cut();
      }
      case WHOLE, EXPIRED -> whole(file, file.content);
    };
  }

  private static FakeServer.Answer whole(File file, byte[] content) {
    return new FakeServer.Answer.Whole(200, Map.of("Content-Type", file.mediaType), content);
  }

  private static FakeServer.Answer refusal(int status, String why) {
    return FakeServer.Answer.page(status, "<Error>" + why + "</Error>");
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
  }
}
