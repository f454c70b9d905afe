package com.devskyy.tasks.provider;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.fetch.FetchFailedException;
import com.devskyy.providers.fetch.FetchRules;
import com.devskyy.providers.fetch.InputFile;
import com.devskyy.providers.fetch.InputFiles;
import com.devskyy.providers.fetch.InputRefusedException;
import com.devskyy.providers.fetch.Wanted;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the files that an input refers to, with the engine's errors. Threads may share it.
public final class Inputs {
  private final Supplier<Reader> made;
  private @Nullable Reader reader;

  /// Reads what a reference leads to, as [InputFiles] does.
  @FunctionalInterface
  interface Reader {
    /// Reads it.
    InputFile read(String field, String reference, Wanted wanted) throws IOException;
  }

  /// By these rules. What it takes to read is made when something is read: most starts of the
  /// program read nothing.
  public Inputs(FetchRules rules) {
    this(() -> new InputFiles(rules)::read);
  }

  Inputs(Supplier<Reader> made) {
    this.made = made;
  }

  private synchronized Reader reader() {
    if (reader == null) {
      reader = made.get();
    }
    return reader;
  }

  /// Reads one.
  ///
  /// @param field name of the input field, for errors
  /// @param reference an https URL, a data URI, or a path below the data root
  public InputFile read(String field, String reference, Wanted wanted) throws IOException {
    try {
      return reader().read(field, reference, wanted);
    } catch (InputRefusedException e) {
      throw new TaskFailure(ErrorType.INVALID_INPUT, String.valueOf(e.getMessage()), e);
    } catch (FetchFailedException e) {
      throw e.retryAfter()
          .<TaskFailure>map(after -> new RetryAfter(after, String.valueOf(e.getMessage())))
          .orElseGet(
              () ->
                  new TaskFailure(
                      ErrorType.PROVIDER_UNAVAILABLE, String.valueOf(e.getMessage()), e));
    }
  }
}
