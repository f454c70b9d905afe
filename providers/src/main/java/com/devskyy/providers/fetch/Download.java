package com.devskyy.providers.fetch;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// Fetches a URL: GET, at most five redirects, each hop checked like the first.
final class Download {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> LATER = Set.of(408, 425, 429);
  private static final String ALLOWED = "an https URL that gives the file to anyone";

  private final FetchRules rules;
  private final Targets targets;
  private final SSLSocketFactory tls;

  Download(FetchRules rules, Targets targets, SSLSocketFactory tls) {
    this.rules = rules;
    this.targets = targets;
    this.tls = tls;
  }

  /// What was fetched.
  ///
  /// @param address the URL, if no host on the way was allowed by name: others may not reach
  ///     those
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Fetched(byte[] bytes, Optional<URI> address) {}

  /// The bytes behind a URL; their first ones are of a kind that is wanted.
  ///
  /// @throws FetchFailedException when another try may help
  Fetched fetch(Reference reference, Wanted wanted) throws FetchFailedException {
    var deadline = new Deadline(rules.whole());
    URI first = parse(reference.value(), reference);
    URI uri = first;
    boolean isPublic = true;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      var addresses = targets.of(uri, reference);
      isPublic &= !rules.allows(uri);
      try (var connection = Connection.open(uri, addresses, rules, tls, deadline)) {
        Head head = connection.get(uri);
        if (!REDIRECTS.contains(head.status())) {
          check(head, uri, reference);
          return new Fetched(
              Content.read(connection.body(head), head.length(), reference, wanted),
              isPublic ? Optional.of(first) : Optional.empty());
        }
        uri = next(uri, head, reference);
      } catch (FetchFailedException e) {
        throw e;
      } catch (IOException e) {
        throw new FetchFailedException(message(reference, uri, reason(e, deadline)), e);
      }
    }
    throw reference.refused(ALLOWED, "it redirects more than %d times".formatted(MAX_REDIRECTS));
  }

  private static URI parse(String url, Reference reference) {
    try {
      // Letters outside of ASCII, which browsers allow, are sent encoded.
      return new URI(new URI(url).toASCIIString());
    } catch (URISyntaxException e) {
      throw reference.refused(ALLOWED, "it is no URL (%s)".formatted(e.getReason()));
    }
  }

  private static URI next(URI from, Head head, Reference reference) {
    String location =
        head.header("location")
            .orElseThrow(() -> reference.refused(ALLOWED, "it redirects to nowhere"));
    URI next = from.resolve(parse(location, reference));
    if (FetchRules.scheme(from).equals("https") && !FetchRules.scheme(next).equals("https")) {
      throw reference.refused(ALLOWED, "it redirects from https to " + FetchRules.scheme(next));
    }
    return next;
  }

  private static void check(Head head, URI uri, Reference reference) throws FetchFailedException {
    int status = head.status();
    if (status >= 500 || LATER.contains(status)) {
      throw new FetchFailedException(
          message(reference, uri, "answered " + status), head.retryAfter());
    }
    if (status != 200) {
      throw reference.refused(ALLOWED, "%s answered %d".formatted(uri.getHost(), status));
    }
    Optional<String> encoding =
        head.header("content-encoding").filter(text -> !text.equalsIgnoreCase("identity"));
    if (encoding.isPresent()) {
      // What unpacks may unpack to anything.
      throw reference.refused(
          ALLOWED, "%s sent it as Content-Encoding: %s".formatted(uri.getHost(), encoding.get()));
    }
  }

  private String reason(IOException e, Deadline deadline) {
    if (deadline.isOver()) {
      return "did not send it within %d s".formatted(rules.whole().toSeconds());
    }
    return switch (e) {
      case SocketTimeoutException _ ->
          "sent nothing for %d s".formatted(rules.silence().toSeconds());
      case SSLException _ -> "could not be spoken to with TLS: " + e.getMessage();
      default -> "broke off: " + e.getMessage();
    };
  }

  private static String message(Reference reference, URI uri, String why) {
    return "%s \"%s\": %s %s".formatted(reference.field(), reference.shown(), uri.getHost(), why);
  }

  /// A point in time by the monotonic clock.
  static final class Deadline {
    private final long end;

    Deadline(Duration from) {
      end = System.nanoTime() + from.toNanos();
    }

    long nanosLeft() {
      return Math.max(0, end - System.nanoTime());
    }

    boolean isOver() {
      return nanosLeft() == 0;
    }
  }
}
