package com.devskyy.app.cli;

import com.devskyy.app.demo.Tour;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`.
@Command(
    header = "A tour: train, predict, make a garment, mend a failure, see why a task waits.",
    description = {
      "A guided tour on data of its own: trains a model, predicts, makes a garment in 3D and a picture of it, shows a failure mended and a task that waits with its reason.",
      "With --with-fakes, stand-ins for Tripo and FASHN in this process make garment and picture, so that keys, polling, downloads and costs are seen at work without spending anything.",
      "Keeps everything under data/demo-N of the current folder, to look at afterwards."
    },
    footer = {"${COMMAND-FULL-NAME}", "${COMMAND-FULL-NAME} --with-fakes"})
final class DemoCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = "--with-fakes",
      description = "Make garment and picture by stand-ins for Tripo and FASHN.")
  private boolean withFakes;

  DemoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    return new Tour(invocation.host(), withFakes).run();
  }
}
