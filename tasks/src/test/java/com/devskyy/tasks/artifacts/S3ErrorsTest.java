package com.devskyy.tasks.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Every error that S3 documents, also those no server of the tests has an occasion for.
final class S3ErrorsTest {
  private static final Bucket BUCKET =
      new Bucket(
          "models",
          "",
          "eu-central-1",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofDays(7));

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown, PROVIDER_UNAVAILABLE, ''",
    "503, ServiceUnavailable, PROVIDER_UNAVAILABLE, ''",
    "500, InternalError, PROVIDER_UNAVAILABLE, ''",
    "400, RequestTimeout, PROVIDER_UNAVAILABLE, ''",
    "400, ExpiredToken, PROVIDER_UNAVAILABLE, credentials have expired",
    "400, BadDigest, PROVIDER_UNAVAILABLE, ''",
    "409, ConditionalRequestConflict, PROVIDER_UNAVAILABLE, ''",
    "403, RequestTimeTooSkewed, PERMANENT, clock is wrong",
    "404, NoSuchBucket, PERMANENT, make the bucket first",
    "403, AccessDenied, PERMANENT, the key needs s3:GetObject",
    "403, SignatureDoesNotMatch, PERMANENT, S3_SECRET_ACCESS_KEY",
    "403, InvalidAccessKeyId, PERMANENT, S3_ACCESS_KEY_ID",
    "400, EntityTooLarge, PERMANENT, larger than the bucket takes",
  })
  void everyCodeIsToldApartWithWhatToDo(int status, String code, ErrorType type, String remedy) {
    TaskFailure failure =
        S3Errors.failed(
                "put",
                BUCKET,
                AwsServiceException.builder()
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build())
            .failure();
    assertThat(failure.type()).isEqualTo(type);
    assertThat(failure)
        .hasMessageStartingWith("s3://models put: it answered %d %s".formatted(status, code))
        .hasMessageContaining(remedy);
  }
}
