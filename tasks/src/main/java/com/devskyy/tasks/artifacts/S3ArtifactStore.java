package com.devskyy.tasks.artifacts;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Artifacts in a bucket: `sha256/ab/abcdef…`, by the sha256 of their bytes. An object appears
/// when it is whole, is never changed, and is written under the condition that it is not there
/// yet: that it is there already is success, also when the answer to our own first try was lost.
///
/// One request for each artifact, so at most 5 GB. Processes may share the bucket; threads may
/// share this.
public final class S3ArtifactStore implements ArtifactStore, AutoCloseable {
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration CALL = Duration.ofMinutes(10);
  private static final int TRIES = 5;

  private final Bucket bucket;
  private final Path spool;
  private final S3Client s3;
  private final S3Presigner presigner;
  private final AtomicBoolean cleared = new AtomicBoolean();

  /// Asks nobody yet.
  ///
  /// @param spool folder for artifacts on their way; made when first needed
  public S3ArtifactStore(Bucket bucket, Path spool) {
    this.bucket = bucket;
    this.spool = spool;
    AwsCredentialsProvider credentials = credentials(bucket);
    this.s3 = client(bucket, credentials);
    this.presigner = presigner(bucket, credentials);
  }

  private static S3Client client(Bucket bucket, AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .region(Region.of(bucket.region()))
        .credentialsProvider(credentials)
        .endpointOverride(bucket.endpoint().orElse(null))
        .forcePathStyle(bucket.endpoint().isPresent())
        // Newer sums are unknown to many that are not AWS: MD5 and sha256 are ours.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
        .overrideConfiguration(how -> how.apiCallTimeout(CALL).retryStrategy(patience()))
        .build();
  }

  private static RetryStrategy patience() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(TRIES).build();
  }

  private static S3Presigner presigner(Bucket bucket, AwsCredentialsProvider credentials) {
    return S3Presigner.builder()
        .region(Region.of(bucket.region()))
        .credentialsProvider(credentials)
        .endpointOverride(bucket.endpoint().orElse(null))
        .serviceConfiguration(
            S3Configuration.builder().pathStyleAccessEnabled(bucket.endpoint().isPresent()).build())
        .build();
  }

  private static AwsCredentialsProvider credentials(Bucket bucket) {
    return bucket
        .keys()
        .<AwsCredentialsProvider>map(
            keys ->
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.id(), keys.secret())))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  @Override
  public Artifact put(String name, String mediaType, InputStream content) throws IOException {
    try (Spool spooled = Spool.of(content, spool)) {
      if (cleared.compareAndSet(false, true)) {
        spooled.removeLeftovers(spool);
      }
      var artifact = new Artifact(spooled.sha256(), name, mediaType, spooled.bytes());
      store(artifact, spooled);
      return artifact;
    }
  }

  private void store(Artifact artifact, Spool spooled) throws IOException {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.objectKey(artifact.key()))
            .ifNoneMatch("*")
            .contentType(artifact.mediaType())
            .contentMD5(spooled.md5())
            .contentDisposition(disposition(artifact.name()))
            .cacheControl("public, max-age=31536000, immutable")
            .metadata(Map.of("sha256", artifact.key()))
            .build();
    try {
      s3.putObject(request, RequestBody.fromFile(spooled.file()));
    } catch (S3Exception e) {
      switch (e.statusCode()) {
        case 412 -> {
          // It is there.
        }
        // Another writer is at it, or has just been.
        case 409 -> storedByAnother(artifact, e);
        // A server without conditions: the same bytes once more do no harm.
        case 501 -> storeAnyway(request, spooled);
        default -> throw failed("put", e);
      }
    } catch (SdkException | UncheckedIOException e) {
      // The latter is what the SDK throws when an error's own text is cut off.
      throw failed("put", e);
    }
  }

  private void storedByAnother(Artifact artifact, S3Exception conflict) throws IOException {
    if (!exists(artifact.key())) {
      throw failed("put", conflict);
    }
  }

  private void storeAnyway(PutObjectRequest request, Spool spooled) throws IOException {
    try {
      s3.putObject(
          request.toBuilder().ifNoneMatch(null).build(), RequestBody.fromFile(spooled.file()));
    } catch (SdkException | UncheckedIOException e) {
      throw failed("put", e);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    checkKey(key);
    return new VerifiedDownload(key, offset -> openAt(key, offset));
  }

  private ResponseInputStream<GetObjectResponse> openAt(String key, long offset)
      throws IOException {
    var request =
        GetObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.objectKey(key))
            .range(offset == 0 ? null : "bytes=%d-".formatted(offset))
            .build();
    try {
      return s3.getObject(request);
    } catch (NoSuchKeyException e) {
      throw new NoSuchFileException(key);
    } catch (SdkException | UncheckedIOException e) {
      throw failed("get", e);
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    checkKey(key);
    try {
      s3.headObject(head -> head.bucket(bucket.name()).key(bucket.objectKey(key)));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    } catch (SdkException | UncheckedIOException e) {
      throw failed("head", e);
    }
  }

  /// A link for anyone: below the public address, or signed and good for [Bucket#links()].
  /// Signing asks nobody, but for the credentials of a machine's role.
  @Override
  public Optional<URI> url(Artifact artifact) {
    if (!KEY.matcher(artifact.key()).matches()) {
      return Optional.empty();
    }
    String objectKey = bucket.objectKey(artifact.key());
    return Optional.of(
        bucket
            .publicUrl()
            .map(base -> URI.create(base.toString().replaceFirst("/+$", "") + "/" + objectKey))
            .orElseGet(() -> signed(artifact, objectKey)));
  }

  private URI signed(Artifact artifact, String objectKey) {
    try {
      return presigner
          .presignGetObject(
              how ->
                  how.signatureDuration(bucket.links())
                      .getObjectRequest(
                          get ->
                              get.bucket(bucket.name())
                                  .key(objectKey)
                                  // Another name may have been first with these bytes.
                                  .responseContentDisposition(disposition(artifact.name()))
                                  .responseContentType(artifact.mediaType())))
          .url()
          .toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the SDK made a link that is no URL", e);
    }
  }

  /// As RFC 6266 has it: a plain name for old readers, the true one for others.
  private static String disposition(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "inline; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
  }

  private BucketException failed(String what, RuntimeException e) {
    return S3Errors.failed(what, bucket, e);
  }

  private static void checkKey(String key) throws NoSuchFileException {
    if (!KEY.matcher(key).matches()) {
      throw new NoSuchFileException(key, null, "an artifact's key is 64 hex digits");
    }
  }

  @Override
  public void close() {
    s3.close();
    presigner.close();
  }
}
