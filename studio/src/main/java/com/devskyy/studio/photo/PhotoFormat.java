package com.devskyy.studio.photo;

import com.devskyy.studio.photo.PhotoRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Formats that are read, told by their first bytes, never by a name or a media type.
enum PhotoFormat {
  JPEG,
  PNG,
  WEBP;

  /// @throws PhotoRefused if the bytes are in none of them; the message says what they look like
  static PhotoFormat sniff(byte[] bytes) {
    String head = latin(bytes, 0, 64);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    throw new PhotoRefused(
        Reason.NOT_A_PHOTO,
        "photo must be JPEG, PNG or WebP, but is " + likeness(head, bytes.length),
        "save it as one of these");
  }

  private static String likeness(String head, int length) {
    String brand = head.startsWith("ftyp", 4) ? head.substring(8, Math.min(12, head.length())) : "";
    String text = head.strip().toLowerCase(Locale.ROOT);
    if (length == 0) {
      return "empty";
    } else if (brand.startsWith("hei") || brand.startsWith("mif")) {
      return "a HEIC file";
    } else if (brand.startsWith("avi")) {
      return "an AVIF file";
    } else if (!brand.isEmpty()) {
      return "a video";
    } else if (head.startsWith("GIF8")) {
      return "a GIF";
    } else if (head.startsWith("BM")) {
      return "a BMP";
    } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return "a TIFF or camera raw file";
    } else if (head.startsWith("%PDF")) {
      return "a PDF";
    } else if (head.startsWith("PK")) {
      return "a ZIP archive";
    } else if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "a web page (did the link need a login?)";
    } else if (text.startsWith("<svg") || text.startsWith("<?xml")) {
      return "an SVG or other XML text";
    } else if (text.startsWith("{") || text.startsWith("data:")) {
      return "text (a data URI must be decoded first)";
    }
    return "of an unknown format (%d bytes)".formatted(length);
  }

  static String latin(byte[] bytes, int from, int length) {
    int end = Math.min(bytes.length, from + length);
    return new String(bytes, from, Math.max(0, end - from), StandardCharsets.ISO_8859_1);
  }
}
