package com.devskyy.bench.studio;

import com.devskyy.studio.Garment;
import com.devskyy.studio.Progress;
import com.devskyy.studio.Studio;
import com.devskyy.studio.order.Collection;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The process that measures: makes one garment, first cold, then unmeasured until it is warm, then
/// a number of times, all on one thread. Prints a line for each value, with its figure's name.
public final class StudioChild {
  private static final Path STATUS = Path.of("/proc/self/status");

  private StudioChild() {}

  /// Measures and prints.
  ///
  /// @param arguments the garment's name, its style, makings to get warm, makings that are measured
  public static void main(String[] arguments) throws IOException {
    var order =
        new GarmentOrder(
            GarmentType.valueOf(arguments[0]),
            Collection.BLACK_ROSE,
            Style.valueOf(arguments[1]),
            "",
            1);
    Garment made = new Studio().make(order, Progress.NONE);
    // The Java machine's own start is a part of what a fresh process takes.
    long born = ManagementFactory.getRuntimeMXBean().getStartTime();
    print(Figure.COLD, (System.currentTimeMillis() - born) / 1e3);
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      new Studio().make(order, Progress.NONE);
    }
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      long before = system.getProcessCpuTime();
      made = new Studio().make(order, Progress.NONE);
      print(Figure.WARM, (system.getProcessCpuTime() - before) / 1e9);
    }
    print(Figure.TRIANGLES, made.model().triangleCount());
    print(Figure.KILOBYTES, made.glb().length / 1e3);
    memory();
  }

  private static void print(Figure figure, double value) {
    System.out.println(figure + "\t" + value);
  }

  /// The most that this process ever held of the computer's memory: heap, code and all. Linux alone
  /// keeps count of it.
  private static void memory() throws IOException {
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          print(Figure.MEGABYTES, Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
        }
      }
    }
  }
}
