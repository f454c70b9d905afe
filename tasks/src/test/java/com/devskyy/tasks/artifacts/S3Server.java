package com.devskyy.tasks.artifacts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/// A real server of S3's protocol in this process, which checks signatures and the age of links:
/// S3Proxy, on a folder.
final class S3Server implements AutoCloseable {
  static final String BUCKET = "devskyy-test";
  static final Bucket.Keys KEYS = new Bucket.Keys("test-id", "test-secret");

  private final BlobStoreContext context;
  private final S3Proxy server;

  S3Server(Path folder) throws Exception {
    var properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    context =
        ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
            .credentials("identity", "credential")
            .overrides(properties)
            .build(BlobStoreContext.class);
    context.getBlobStore().createContainerInLocation(null, BUCKET);
    server =
        S3Proxy.builder()
            .blobStore(context.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEYS.id(), KEYS.secret())
            .build();
    server.start();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
    context.close();
  }
}
