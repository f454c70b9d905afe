package com.devskyy.app.demo;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskType;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Adds up the pieces in a stock list. Fails while the list is missing, as if the stock room could
/// not be reached.
///
/// @param file name of the list in the demo's folder
public record StockCount(@NotBlank String file) {
  /// The type: three attempts, close together so that nobody waits for a demo.
  public static final TaskType<StockCount, Stock> TYPE =
      TaskType.named("demo_stock_count", StockCount.class, Stock.class)
          .description("Adds up a stock list; part of the demo")
          .retry(new RetryPolicy(3, Duration.ofMillis(600), Duration.ofMillis(600)))
          .build();

  /// For `--example`.
  public static final StockCount EXAMPLE = new StockCount("stock.csv");

  /// The result.
  public record Stock(int products, int pieces) {}

  /// The handler for lists in a folder.
  static TaskHandler<StockCount, Stock> in(Path folder) {
    return (context, input) -> count(context, folder.resolve(Path.of(input.file()).getFileName()));
  }

  private static Stock count(TaskContext context, Path list) throws IOException {
    context.log("attempt %d reads %s".formatted(context.attempt(), list.getFileName()));
    try {
      List<String> rows = Files.readAllLines(list);
      int pieces =
          rows.stream()
              .mapToInt(row -> Integer.parseInt(row.substring(row.indexOf(',') + 1)))
              .sum();
      return new Stock(rows.size(), pieces);
    } catch (NoSuchFileException e) {
      throw new TaskFailure(
          ErrorType.PROVIDER_UNAVAILABLE,
          "the stock list %s is not there".formatted(list.getFileName()),
          e);
    }
  }
}
