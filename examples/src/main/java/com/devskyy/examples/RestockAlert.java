package com.devskyy.examples;

import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskType;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tells customers that a garment is back: a task type of one's own, whole.
public final class RestockAlert implements TaskHandler<RestockAlert.Input, RestockAlert.Output> {
  /// What a producer sends. Breaking a rule is refused before anything is stored.
  public record Input(
      @NotBlank String product,
      @NotEmpty List<@NotBlank String> customers,
      @JsonProperty(defaultValue = "shop") Channel channel) {
    /// Where to tell them.
    public enum Channel {
      SHOP,
      SMS
    }
  }

  /// What callers get.
  public record Output(int told, String message) {}

  /// How it is run.
  public static final TaskType<Input, Output> TYPE =
      TaskType.named("restock_alert", Input.class, Output.class)
          .description("Tells customers that a garment is back")
          .retry(RetryPolicy.retries(3))
          .runLimit(Duration.ofMinutes(2))
          .unique(input -> input.product() + "/" + input.channel())
          .build();

  /// The shop, as far as this task needs it.
  public interface Shop {
    /// Units in stock; empty when there is no such product.
    Optional<Integer> stock(String product);

    /// Tells one customer. Telling twice would annoy.
    void tell(String customer, Input.Channel channel, String message);

    /// Whether a customer was told.
    boolean wasTold(String customer, String message);
  }

  private final Shop shop;

  /// @param shop shared by all attempts
  public RestockAlert(Shop shop) {
    this.shop = shop;
  }

  @Override
  public Output handle(TaskContext context, Input input) throws Exception {
    int stock =
        shop.stock(input.product())
            .orElseThrow(() -> new PermanentFailure("there is no product " + input.product()));
    // Later attempts get this very text, even if the stock has changed since.
    String message =
        context.step("text", String.class, () -> input.product() + " is back: " + stock + " left");

    int told = 0;
    for (String customer : input.customers()) {
      context.stepOnce(
          "tell " + customer,
          Boolean.class,
          () -> {
            shop.tell(customer, input.channel(), message);
            return true;
          },
          () ->
              shop.wasTold(customer, message)
                  ? new Reconciliation.Known<>(true)
                  : new Reconciliation.NotDone<>());
      context.progress((double) ++told / input.customers().size(), "told " + customer);
    }
    return new Output(told, message);
  }
}
