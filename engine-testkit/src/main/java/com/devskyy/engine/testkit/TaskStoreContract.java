package com.devskyy.engine.testkit;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/// What every [TaskStore] must do, as tests: extend it in the tests of a store and say how one is
/// opened. No store skips a test: it keeps the promise, or the promise changes for all.
///
/// The tests are grouped by verb, each group in a class of its own. Time is a [FakeClock]'s. After
/// each test [Invariants] are checked.
public abstract class TaskStoreContract {
  /// Opens a store that holds nothing.
  ///
  /// @param clock what the store must answer as its clock
  protected abstract TaskStore open(InstantSource clock, StoreSettings settings) throws Exception;

  /// Closes a store and opens what it kept again, with the same clock and settings. A store that
  /// keeps nothing beyond its closing answers the open store itself.
  protected abstract TaskStore reopen(TaskStore store) throws Exception;

  @Nested
  class Insert extends InsertContract {
    Insert() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Claim extends ClaimContract {
    Claim() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Suspects extends SuspectsContract {
    Suspects() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Fairness extends FairnessContract {
    Fairness() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Apply extends ApplyContract {
    Apply() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Transitions extends TransitionsContract {
    Transitions() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Notes extends NotesContract {
    Notes() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Extend extends ExtendContract {
    Extend() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Advance extends AdvanceContract {
    Advance() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Rescue extends RescueContract {
    Rescue() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Changes extends ChangesContract {
    Changes() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Moving extends MoveContract {
    Moving() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Find extends FindContract {
    Find() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Listing extends ListingContract {
    Listing() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Numbers extends NumbersContract {
    Numbers() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Registering extends RegisteringContract {
    Registering() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Hints extends HintsContract {
    Hints() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Texts extends TextsContract {
    Texts() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Opening extends OpeningContract {
    Opening() {
      super(TaskStoreContract.this);
    }
  }

  @Nested
  class Races extends RacesContract {
    Races() {
      super(TaskStoreContract.this);
    }
  }
}
