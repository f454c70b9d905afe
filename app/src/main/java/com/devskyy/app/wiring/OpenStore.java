package com.devskyy.app.wiring;

import com.devskyy.app.text.Problem;
import com.devskyy.engine.Records;
import com.devskyy.engine.store.TaskStore;
import java.nio.file.Path;
import java.util.Optional;

/// A store that has been opened, whichever it is. [Stores] opens them.
public interface OpenStore extends AutoCloseable {
  /// The tasks in it.
  TaskStore tasks();

  /// The records in it; empty when it keeps none.
  Optional<Records> records();

  /// What an acknowledged task survives, for people.
  String durability();

  /// Copies it, while it is used, into a file that must not exist.
  ///
  /// @throws Problem when copies of it are made by other means
  void backup(Path target);

  @Override
  void close();
}
