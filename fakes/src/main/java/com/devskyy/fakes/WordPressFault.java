package com.devskyy.fakes;

/// What a site can do instead of answering as it should.
public enum WordPressFault {
  /// Does what it was asked, and the answer never arrives.
  ANSWER_LOST,
  /// "There has been a critical error on this website", with status 500; nothing was done.
  CRITICAL_ERROR,
  /// The same as JSON, with the code `internal_server_error`.
  CRITICAL_JSON,
  /// The page of an update that goes on: 503, with `Retry-After`.
  MAINTENANCE,
  /// A proxy takes no body of this size: 413, as a page.
  TOO_LARGE,
  /// The server before PHP removes the header `Authorization`.
  HEADER_STRIPPED,
  /// Answers as it should, behind a warning of PHP.
  NOTICE,
  /// Answers an error as it should, behind warnings of PHP, with status 200.
  NOTICE_200,
  /// Redirects to https.
  REDIRECT,
  /// A login page, with status 200.
  LOGIN_PAGE,
  /// A page of a security plugin, with status 403.
  BLOCKED,
  /// 429, with `Retry-After`.
  BUSY,
  /// The body arrives damaged: the hash that was sent with it differs.
  DAMAGED,
  /// Takes longer than anyone waits, but does what it was asked.
  SLOW
}
