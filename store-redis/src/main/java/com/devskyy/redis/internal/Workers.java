package com.devskyy.redis.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Workers and types as stored. A worker's record begins with a digest of the types it describes.
final class Workers {
  private static final int DIGEST = 16;

  private Workers() {}

  static byte[] pack(WorkerRecord worker, List<byte[]> descriptions) {
    var packer =
        new Packer()
            .bytes(digest(descriptions))
            .text16(worker.host())
            .i64(worker.startedAt().toEpochMilli())
            .i32(worker.slots())
            .i32(worker.running())
            .u8(Codes.of(worker.state()));
    worker.types().forEach(type -> packer.text16(type.name().value()));
    return packer.done();
  }

  private static byte[] digest(List<byte[]> descriptions) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      descriptions.forEach(digest::update);
      return Arrays.copyOf(digest.digest(), DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static WorkerRecord unpack(
      String id, byte[] packed, Instant heartbeat, Map<TypeName, TypeRegistration> known) {
    var from = new Unpacker(packed);
    from.bytes(DIGEST);
    String host = from.text16();
    Instant startedAt = Instant.ofEpochMilli(from.i64());
    int slots = from.i32();
    int running = from.i32();
    var state = Codes.state(from.u8());
    var types = new ArrayList<TypeRegistration>();
    while (!from.atEnd()) {
      TypeRegistration type = known.get(new TypeName(from.text16()));
      if (type != null) {
        types.add(type);
      }
    }
    return new WorkerRecord(id, host, startedAt, slots, running, state, types, heartbeat);
  }

  static String host(byte[] packed) {
    var from = new Unpacker(packed);
    from.bytes(DIGEST);
    return from.text16();
  }

  static byte[] pack(TypeRegistration type) {
    return new Packer()
        .text16(type.name().value())
        .text32(type.description())
        .text32(type.inputSchema().text())
        .text32(type.outputSchema().text())
        .i32(type.maxAttempts())
        .text16(type.runLimit().toString())
        .text16(type.retention().toString())
        .done();
  }

  static TypeRegistration unpackType(byte[] packed) {
    var from = new Unpacker(packed);
    return new TypeRegistration(
        new TypeName(from.text16()),
        from.text32(),
        Json.of(from.text32()),
        Json.of(from.text32()),
        from.i32(),
        Duration.parse(from.text16()),
        Duration.parse(from.text16()));
  }
}
