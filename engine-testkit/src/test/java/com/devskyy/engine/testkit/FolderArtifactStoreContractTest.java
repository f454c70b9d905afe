package com.devskyy.engine.testkit;

import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.FolderArtifactStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FolderArtifactStoreContractTest extends ArtifactStoreContract {
  @TempDir Path folder;

  @Override
  protected ArtifactStore open() {
    return new FolderArtifactStore(folder.resolve("not/yet/there"));
  }
}
