package com.devskyy.providers;

import java.time.Duration;
import java.util.function.Predicate;

/// Asks again until something has ended, less and less often.
///
/// @param first time between the first two questions; grows by a quarter each time
/// @param longest time between two questions
public record Polling(Duration first, Duration longest) {
  /// A question to the service.
  @FunctionalInterface
  public interface Question<T> {
    /// Asks.
    T ask() throws ProviderException, InterruptedException;
  }

  /// Asks until the answer is final, or for as long as patience lasts.
  ///
  /// @param patience how long to wait in all, by the sum of the waits
  /// @return the last answer, final or not
  public <T> T until(
      Predicate<? super T> isFinal, Duration patience, Waiting waiting, Question<T> question)
      throws ProviderException, InterruptedException {
    Duration wait = first;
    Duration waited = Duration.ZERO;
    while (true) {
      T answer = question.ask();
      if (isFinal.test(answer) || waited.compareTo(patience) >= 0) {
        return answer;
      }
      waiting.waitFor(wait);
      waited = waited.plus(wait);
      wait = wait.multipliedBy(5).dividedBy(4);
      wait = wait.compareTo(longest) > 0 ? longest : wait;
    }
  }
}
