package com.devskyy.fakes;

import java.util.EnumSet;
import java.util.Set;

/// What can go wrong at [FakeTripo].
public enum TripoFault {
  /// A task is made, and the connection ends before the answer.
  ANSWER_CUT,
  /// 500 / 1001, and nothing is made.
  SERVER_ERROR,
  /// 500 / 1001, and the task is made all the same.
  SERVER_ERROR_AFTERWARDS,
  /// A proxy's page with status 200.
  PROXY_PAGE,
  /// A proxy's page with status 502; the task is made behind it.
  BAD_GATEWAY,
  /// 429 / 1007.
  RATE_LIMITED,
  /// 429 / 2000.
  TOO_MANY_TASKS,
  /// 403 / 1005.
  FORBIDDEN,
  /// 400 / 2008 at once.
  CONTENT_REFUSED,
  /// 500 / 2014.
  MODERATION_DOWN,
  /// 400 / 2013: a priority that the account does not have. The status is not documented.
  PRIORITY_REFUSED,
  /// 400 / 2015.
  MODEL_RETIRED,

  /// The task fails for its content: 2008.
  TASK_REFUSED,
  /// The task fails as too complex: 2018.
  TASK_TOO_COMPLEX,
  /// The task fails for no reason given.
  TASK_FAILED,
  /// The task ends as cancelled.
  TASK_CANCELLED,
  /// The task runs for ever.
  TASK_STUCK,
  /// The task ends in a state nobody knows.
  TASK_UNKNOWN_STATUS,
  /// The task succeeds and names no model.
  TASK_WITHOUT_MODEL,
  /// The task succeeds with a model and no picture of it.
  TASK_WITHOUT_PREVIEW,
  /// Its progress goes backwards.
  TASK_PROGRESS_BACKWARDS,
  /// It does not say what it was made of.
  TASK_WITHOUT_INPUT,
  /// Its JSON has fields nobody knows.
  TASK_EXTRA_FIELDS,
  /// The first address of its model has expired.
  URL_EXPIRED,
  /// Its model is cut off.
  MODEL_TRUNCATED,
  /// Its model is something else.
  MODEL_GARBAGE,
  /// Its model never arrives.
  MODEL_HANGS,

  /// 500 / 1001 to a question.
  READ_SERVER_ERROR,
  /// A proxy's page with status 200 to a question.
  READ_PROXY_PAGE,
  /// 429 / 1007 to a question.
  READ_RATE_LIMITED,
  /// 401 / 1000 to a question.
  READ_REFUSED,
  /// 404 / 2001 to a question.
  READ_NOT_FOUND;

  static final Set<TripoFault> OF_CREATING = EnumSet.range(ANSWER_CUT, MODEL_RETIRED);
  static final Set<TripoFault> OF_TASKS = EnumSet.range(TASK_REFUSED, MODEL_HANGS);
  static final Set<TripoFault> OF_READING = EnumSet.range(READ_SERVER_ERROR, READ_NOT_FOUND);
}
