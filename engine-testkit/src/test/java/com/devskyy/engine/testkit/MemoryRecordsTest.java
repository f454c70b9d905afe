package com.devskyy.engine.testkit;

import com.devskyy.engine.Records;

class MemoryRecordsTest extends RecordsContract {
  @Override
  protected Records open() {
    return new MemoryRecords();
  }
}
