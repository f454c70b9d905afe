package com.devskyy.providers.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Which addresses may be connected to. Every hop of a download asks anew, and connects to what
/// this answers: the name is looked up once, so it cannot mean another address a moment later.
final class Targets {
  private static final int MOST = 4;
  private static final String ALLOWED = "an https URL of a public host";

  private final FetchRules rules;
  private final Lookup lookup;

  /// Names to addresses.
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  Targets(FetchRules rules, Lookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  /// The addresses of a host, in the order to be tried; at least one.
  List<InetAddress> of(URI uri, Reference reference) throws FetchFailedException {
    check(uri, reference);
    String host = uri.getHost();
    List<InetAddress> addresses = lookUp(host.replaceAll("[\\[\\]]", ""), reference);
    // One bad address is enough: a name that leads to both kinds is an attempt or a mistake.
    if (!rules.allows(uri) && !addresses.stream().allMatch(PublicAddresses::contain)) {
      throw reference.refused(ALLOWED, "%s is a private, local or special address".formatted(host));
    }
    return addresses.subList(0, Math.min(MOST, addresses.size()));
  }

  private void check(URI uri, Reference reference) {
    if (uri.getHost() == null) {
      throw reference.refused(ALLOWED, "it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw reference.refused(ALLOWED, "it holds a user or password");
    }
    String scheme = FetchRules.scheme(uri);
    if (!scheme.equals("https") && !(scheme.equals("http") && rules.allows(uri))) {
      throw reference.refused(ALLOWED, "%s: is not allowed".formatted(scheme));
    }
  }

  private List<InetAddress> lookUp(String name, Reference reference) throws FetchFailedException {
    // The system's look-up knows no time limit: when it takes too long it is left behind.
    var answer = new FutureTask<>(() -> lookup.addresses(name));
    Thread.ofVirtual().name("look-up").start(answer);
    try {
      return List.of(answer.get(rules.connect().toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw failed(reference, "the host %s is not known".formatted(name), e);
    } catch (TimeoutException e) {
      throw failed(reference, "looking up the host %s took too long".formatted(name), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(reference, "it was interrupted", e);
    }
  }

  private static FetchFailedException failed(Reference reference, String why, Exception cause) {
    return new FetchFailedException(
        "%s \"%s\": %s".formatted(reference.field(), reference.shown(), why), cause);
  }
}
