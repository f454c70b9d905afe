package com.devskyy.providers.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an answer, which ends after so many bytes, with its last chunk, or with the
/// connection. One that ends before it should is an error, not a short file.
final class Body extends InputStream {
  private static final int MAX_CHUNK_LINE = 1 << 10;

  private final InputStream in;
  private final boolean chunked;

  /// Bytes of this chunk, or of all, that are still to come; -1: until the connection ends.
  private long left;

  private boolean ended;

  /// @param length of all, or -1 when nobody said
  Body(InputStream in, boolean chunked, long length) {
    this.in = in;
    this.chunked = chunked;
    this.left = chunked ? 0 : length;
    this.ended = length == 0;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int n = in.read(to, from, left < 0 ? length : (int) Math.min(length, left));
    if (n < 0) {
      if (left > 0) {
        throw new EOFException("the file was cut off");
      }
      ended = true;
      return -1;
    }
    if (left > 0) {
      left -= n;
      if (left == 0) {
        endOfPart();
      }
    }
    return n;
  }

  private void nextChunk() throws IOException {
    String size = Head.line(in, MAX_CHUNK_LINE).split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,8}")) {
      throw new IOException("a chunk has no size");
    }
    left = Long.parseLong(size, 16);
    ended = left == 0; // Trailers are of no interest, nor is the connection any more.
  }

  private void endOfPart() throws IOException {
    if (!chunked) {
      ended = true;
    } else if (!Head.line(in, MAX_CHUNK_LINE).isEmpty()) {
      throw new IOException("a chunk is longer than it said");
    }
  }
}
