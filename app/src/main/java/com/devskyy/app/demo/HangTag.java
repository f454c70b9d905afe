package com.devskyy.app.demo;

import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskType;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/// Writes the hang tag of a garment: the smallest task there can be.
///
/// @param price in US dollars
public record HangTag(@NotBlank String product, @NotBlank String collection, @Positive int price) {
  /// The type.
  public static final TaskType<HangTag, Tag> TYPE =
      TaskType.named("demo_hang_tag", HangTag.class, Tag.class)
          .description("Writes the hang tag of a garment; part of the demo")
          .build();

  /// For `--example`.
  public static final HangTag EXAMPLE = new HangTag("Bomber jacket", "BLACK ROSE", 420);

  /// The result.
  public record Tag(String text) {}

  static Tag write(TaskContext context, HangTag garment) {
    context.log("tag for " + garment.product());
    return new Tag(
        "%s · %s · %d USD".formatted(garment.collection(), garment.product(), garment.price()));
  }
}
