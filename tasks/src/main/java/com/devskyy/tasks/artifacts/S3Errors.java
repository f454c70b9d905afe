package com.devskyy.tasks.artifacts;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What a bucket's refusal means, and what to do about it.
final class S3Errors {
  private static final int FORBIDDEN = 403;

  /// Beside all that is forbidden, what stays so until a person changes something.
  private static final Set<String> LASTING =
      Set.of(
          "RequestTimeTooSkewed",
          "NoSuchBucket",
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "EntityTooLarge");

  /// Credentials of a machine's role are renewed.
  private static final String EXPIRED = "ExpiredToken";

  private S3Errors() {}

  /// @param what was done, for people
  static BucketException failed(String what, Bucket bucket, RuntimeException cause) {
    if (!(cause instanceof AwsServiceException answer) || answer.awsErrorDetails() == null) {
      return new BucketException(
          "%s %s: the bucket was not reached (%s)".formatted(bucket, what, said(cause)),
          false,
          cause);
    }
    String code = String.valueOf(answer.awsErrorDetails().errorCode());
    boolean isLasting =
        (answer.statusCode() == FORBIDDEN || LASTING.contains(code)) && !code.equals(EXPIRED);
    return new BucketException(
        "%s %s: it answered %d %s%s"
            .formatted(bucket, what, answer.statusCode(), code, remedy(code)),
        isLasting,
        cause);
  }

  private static String said(RuntimeException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String remedy(String code) {
    return switch (code) {
      case "AccessDenied", "403" ->
          "; the key needs s3:GetObject, s3:PutObject and s3:ListBucket on the bucket";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
          "; S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY do not belong together, or to another bucket";
      case EXPIRED -> "; the temporary credentials have expired";
      case "RequestTimeTooSkewed" -> "; this machine's clock is wrong: set it";
      case "NoSuchBucket" -> "; make the bucket first, or see ARTIFACTS_URL and S3_ENDPOINT";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
          "; the bucket is in another region: see S3_REGION";
      case "EntityTooLarge" -> "; it is larger than the bucket takes";
      default -> "";
    };
  }
}
