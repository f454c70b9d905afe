package com.devskyy.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestockAlertTest {
  private final InstantSource clock = InstantSource.system();
  private final JsonCodec codec = new JsonCodec();
  private final MemoryTaskStore store =
      new MemoryTaskStore(clock, StoreSettings.DEFAULT, new Random(1));
  private final TaskClient client =
      new TaskClient(
          store,
          codec,
          new TaskId.Generator(clock, new Random(2), 0),
          Tiers.DEFAULT,
          List.of(RestockAlert.TYPE));
  private final FakeShop shop = new FakeShop();
  private Worker worker;

  @TempDir Path artifacts;

  @BeforeEach
  void start() {
    worker =
        new Worker(
            store,
            codec,
            new FolderArtifactStore(artifacts),
            List.of(RestockAlert.TYPE.servedBy(new RestockAlert(shop))),
            new WorkerSettings(
                "w",
                "test",
                4,
                1,
                WorkerSettings.DEFAULT_RUN_LIMIT,
                Duration.ofSeconds(1),
                Tiers.DEFAULT),
            System::nanoTime,
            new Random(3));
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.close();
    client.close();
  }

  @Test
  void everyCustomerIsTold() throws Exception {
    Task task =
        run(
            new RestockAlert.Input(
                "hoodie", List.of("ada", "bo"), RestockAlert.Input.Channel.SHOP));
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.result().orElseThrow().text())
        .isEqualTo("{\"told\":2,\"message\":\"hoodie is back: 7 left\"}");
    assertThat(shop.told).containsExactly("ada", "bo");
  }

  @Test
  void aMessageWhoseAnswerWasLostIsNotSentAgain() throws Exception {
    shop.failuresAfterTelling.set(1);
    // The second attempt comes after a delay of up to ten seconds.
    Task task =
        run(new RestockAlert.Input("hoodie", List.of("ada", "bo"), RestockAlert.Input.Channel.SMS));
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(shop.told).containsExactly("ada", "bo");
  }

  @Test
  void aProductThatDoesNotExistFailsAtOnce() throws Exception {
    Task task =
        run(new RestockAlert.Input("cape", List.of("ada"), RestockAlert.Input.Channel.SHOP));
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).isEqualTo("there is no product cape");
    assertThat(task.attempt()).isEqualTo(1);
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndNothingIsStored() {
    assertThatThrownBy(
            () ->
                client.enqueue(
                    "restock_alert",
                    Json.of("{\"customers\":[],\"channel\":\"pigeon\"}"),
                    EnqueueOptions.DEFAULT))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.violations())
                    .extracting(violation -> violation.field())
                    .containsExactly("channel", "customers", "product"));
    assertThat(store.counts().queues()).isEmpty();
  }

  private Task run(RestockAlert.Input input) throws Exception {
    TaskId id = client.enqueue(RestockAlert.TYPE, input, EnqueueOptions.DEFAULT).id();
    return client.await(id, Duration.ofSeconds(30));
  }

  private static final class FakeShop implements RestockAlert.Shop {
    private final List<String> told = new ArrayList<>();
    private final AtomicInteger failuresAfterTelling = new AtomicInteger();

    @Override
    public Optional<Integer> stock(String product) {
      return product.equals("hoodie") ? Optional.of(7) : Optional.empty();
    }

    @Override
    public synchronized void tell(
        String customer, RestockAlert.Input.Channel channel, String message) {
      told.add(customer);
      if (failuresAfterTelling.getAndDecrement() > 0) {
        throw new IllegalStateException("the connection broke before the answer");
      }
    }

    @Override
    public synchronized boolean wasTold(String customer, String message) {
      return told.contains(customer);
    }
  }
}
