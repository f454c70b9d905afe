package com.devskyy.engine.testkit;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/// What worker and client promise together, on a real store with real threads and the host's clock.
/// A store's tests extend it. The tests are grouped, each group in a class of its own.
public abstract class WorkerContract {
  /// Opens an empty store.
  protected abstract TaskStore open(InstantSource clock, StoreSettings settings) throws Exception;

  @Nested
  class Attempts extends WorkerAttemptsContract {
    Attempts() {
      super(WorkerContract.this);
    }
  }

  @Nested
  class Context extends WorkerContextContract {
    Context() {
      super(WorkerContract.this);
    }
  }

  @Nested
  class Stopping extends WorkerStoppingContract {
    Stopping() {
      super(WorkerContract.this);
    }
  }

  @Nested
  class Client extends WorkerClientContract {
    Client() {
      super(WorkerContract.this);
    }
  }
}
