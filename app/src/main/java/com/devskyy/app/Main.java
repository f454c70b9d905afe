package com.devskyy.app;

import com.devskyy.app.cli.Cli;
import com.devskyy.app.host.Host;

/// Where the program starts.
public final class Main {
  private Main() {}

  /// Runs one command and ends with its exit code.
  public static void main(String[] arguments) {
    // Not by falling off the end: a handler that ignores its interrupt must not keep the process.
    System.exit(Cli.run(Host.system(), arguments));
  }
}
