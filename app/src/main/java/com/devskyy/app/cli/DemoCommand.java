package com.devskyy.app.cli;

import com.devskyy.app.demo.Tour;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `demo`.
@Command(
    header = "A tour: train, predict, mend a failure, see why a task waits.",
    description = {
      "A guided tour on data of its own: trains a model, predicts, shows a failure mended and a task that waits with its reason.",
      "Keeps everything under data/demo-N of the current folder, to look at afterwards."
    },
    footer = "${COMMAND-FULL-NAME}")
final class DemoCommand implements Callable<Integer> {
  private final Invocation invocation;

  DemoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    return new Tour(invocation.host()).run();
  }
}
