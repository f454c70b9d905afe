package com.devskyy.engine.worker;

import com.devskyy.engine.store.StoreException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which duties of a worker have no answer from its store. The log gets one line when the first of
/// them has none and one when each has its own again, and neither from us where the store has
/// spoken for itself. The line is written before [#all()] says the same. Threads share it.
final class Answering {
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  // Both are guarded by this, but that anybody may look whether there are some.
  private final Set<String> without = new HashSet<>();
  private boolean said;
  private volatile boolean all = true;

  /// Whether each duty had an answer when it last asked.
  boolean all() {
    return all;
  }

  /// A duty has no answer.
  synchronized void refused(String duty, StoreException why) {
    without.add(duty);
    if (!said && !why.isLogged()) {
      said = true;
      log.atWarn()
          .setMessage("store does not answer, trying again")
          .addKeyValue("duty", duty)
          .addKeyValue("kind", why.kind())
          .addKeyValue("error", why.getMessage())
          .addKeyValue("remedy", why.remedy())
          .log();
    }
    all = false;
  }

  /// A duty has an answer, or asks no more.
  void answered(String duty) {
    if (!all) {
      settle(duty);
    }
  }

  private synchronized void settle(String duty) {
    without.remove(duty);
    boolean none = without.isEmpty();
    if (none && said) {
      said = false;
      log.atInfo().setMessage("store answers again").log();
    }
    all = none;
  }
}
