package com.devskyy.tasks.artifacts;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The bytes of an object. Goes on where it was when the connection breaks, and at the end
/// compares what it has read with the key, which is their digest: whoever reads to the end has
/// read the right bytes.
final class VerifiedDownload extends InputStream {
  private static final int MOST_RESUMPTIONS = 3;

  private final String key;
  private final Opening opening;
  private final MessageDigest digest = Spool.digest("SHA-256");
  private final long length;
  private ResponseInputStream<GetObjectResponse> in;
  private long position;
  private int resumptions;
  private boolean ended;

  /// Opens the object at an offset.
  @FunctionalInterface
  interface Opening {
    ResponseInputStream<GetObjectResponse> at(long offset) throws IOException;
  }

  VerifiedDownload(String key, Opening opening) throws IOException {
    this.key = key;
    this.opening = opening;
    this.in = opening.at(0);
    this.length = in.response().contentLength();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int count) throws IOException {
    while (count > 0 && position < length) {
      try {
        int n = in.read(to, from, (int) Math.min(count, length - position));
        if (n > 0) {
          digest.update(to, from, n);
          position += n;
          return n;
        }
        resume(new EOFException("the bucket's answer ended early"));
      } catch (IOException | UncheckedIOException | SdkException e) {
        resume(e);
      }
    }
    if (count > 0) {
      verify();
    }
    return count > 0 ? -1 : 0;
  }

  private void resume(Exception why) throws IOException {
    if (resumptions++ >= MOST_RESUMPTIONS || Thread.currentThread().isInterrupted()) {
      throw new BucketException(
          "artifact %s broke off at %,d of %,d bytes (%s)"
              .formatted(key, position, length, why.getMessage()),
          false,
          why);
    }
    in.abort();
    in = opening.at(position);
  }

  private void verify() throws IOException {
    if (!ended) {
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(key)) {
        throw new IOException(
            "artifact %s was changed in the bucket or on its way: its bytes have sha256 %s"
                .formatted(key, found));
      }
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    if (position < length) {
      in.abort(); // Closing would read the rest first.
    } else {
      in.close();
    }
  }
}
