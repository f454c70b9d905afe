package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Register: workers and the types they know.
abstract class RegisteringContract extends ContractPart {
  RegisteringContract(TaskStoreContract contract) {
    super(contract);
  }

  private TypeRegistration type(TypeName name, String description) {
    return new TypeRegistration(
        name,
        description,
        json("{\"type\" : \"object\"}"),
        json("{}"),
        5,
        Duration.ofMillis(90_500),
        Duration.ofHours(36));
  }

  @Test
  void keepsWorkersTypesAndHeartbeats() {
    clock.advance(Duration.ofSeconds(5));
    var worker =
        new WorkerRecord(
            "w-" + ODD,
            "host " + ODD,
            FakeClock.START,
            16,
            3,
            WorkerRecord.State.ACTIVE,
            List.of(type(MAIL, ODD), type(IMAGE, "")),
            Instant.EPOCH);
    store().register(worker, now());
    Registry registry = store().registry();
    assertThat(registry.workers()).hasSize(1);
    WorkerRecord kept = registry.workers().getFirst();
    assertThat(kept.id()).isEqualTo(worker.id());
    assertThat(kept.host()).isEqualTo(worker.host());
    assertThat(kept.startedAt()).isEqualTo(FakeClock.START);
    assertThat(kept.slots()).isEqualTo(16);
    assertThat(kept.running()).isEqualTo(3);
    assertThat(kept.state()).isEqualTo(WorkerRecord.State.ACTIVE);
    assertThat(kept.types()).containsExactlyInAnyOrderElementsOf(worker.types());
    assertThat(kept.heartbeat()).isEqualTo(now());
    assertThat(registry.types()).containsExactlyInAnyOrderElementsOf(worker.types());
  }

  @Test
  void aHeartbeatBringsTheRecordUpToDate() {
    driver().heartbeat("w");
    clock.advance(Duration.ofSeconds(4));
    store()
        .register(
            new WorkerRecord(
                "w",
                "h",
                FakeClock.START,
                16,
                9,
                WorkerRecord.State.STOPPING,
                List.of(),
                Instant.MAX),
            now());
    WorkerRecord kept = store().registry().workers().getFirst();
    assertThat(kept.running()).isEqualTo(9);
    assertThat(kept.state()).isEqualTo(WorkerRecord.State.STOPPING);
    assertThat(kept.heartbeat()).isEqualTo(now());
  }

  @Test
  void aTypeIsAsTheLatestWorkerDescribedItAndOutlivesIt() {
    store().register(driver().worker("old", WorkerRecord.State.ACTIVE, type(MAIL, "v1")), now());
    store().register(driver().worker("new", WorkerRecord.State.ACTIVE, type(MAIL, "v2")), now());
    assertThat(store().registry().types()).containsExactly(type(MAIL, "v2"));
    store().register(driver().worker("old", WorkerRecord.State.GONE), now());
    store().register(driver().worker("new", WorkerRecord.State.GONE), now());
    assertThat(store().registry()).isEqualTo(new Registry(List.of(), List.of(type(MAIL, "v2"))));
  }

  @Test
  void goneIsHarmlessForAnUnknownWorker() {
    store().register(driver().worker("never", WorkerRecord.State.GONE), now());
    assertThat(store().registry().workers()).isEmpty();
  }
}
