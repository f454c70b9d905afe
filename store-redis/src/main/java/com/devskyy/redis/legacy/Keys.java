package com.devskyy.redis.legacy;

import com.devskyy.engine.TypeName;

/// The keys of the existing producers. They stand apart from the store's own namespace.
final class Keys {
  /// Told of every result.
  static final String CHANNEL = "devskyy:results:channel";

  /// How the names of all queues begin.
  static final String QUEUES = "queue:";

  private Keys() {}

  /// Ids that wait, by priority.
  static String queue(TypeName type) {
    return QUEUES + type;
  }

  /// A task, also while it runs and once it has ended.
  static String task(String alias) {
    return "devskyy:tasks:" + alias;
  }

  /// The envelope, for those who read queues.
  static String result(String alias) {
    return "devskyy:results:" + alias;
  }

  /// The envelope, for those who read tasks.
  static String taskResult(String alias) {
    return "devskyy:tasks:" + alias + ":result";
  }

  /// A dead letter.
  static String deadLetter(String alias) {
    return "devskyy:dlq:" + alias;
  }
}
