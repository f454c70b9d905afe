package com.devskyy.engine.testkit;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.InstantSource;

/// Opens a store that holds nothing.
@FunctionalInterface
public interface StoreFactory {
  /// Opens one.
  ///
  /// @param clock what the store must answer as its clock
  TaskStore open(InstantSource clock, StoreSettings settings);
}
