package com.devskyy.studio.image;

import java.util.Arrays;

/// At most 256 colours that stand for all of a picture's. Alpha is ignored. A picture with no more
/// colours keeps each as it is; one with more is cut into boxes of colours at their medians, and a
/// box's mean stands for all in it.
final class ColourTable {
  private static final int MOST = 256;

  /// Seven bits per channel: what a median cut sorts colours into. With six, black cloth has steps.
  private static final int CELLS = 1 << 21;

  private final int[] colours;
  private final ColourIndex exact;
  private final byte[] cellIndex;

  private ColourTable(int[] colours, ColourIndex exact, byte[] cellIndex) {
    this.colours = colours;
    this.exact = exact;
    this.cellIndex = cellIndex;
  }

  static ColourTable of(Pixels image) {
    var exact = new ColourIndex();
    int last = ~image.argb()[0];
    for (int colour : image.argb()) {
      if (colour != last) {
        last = colour;
        if (exact.add(colour & 0xFFFFFF) > MOST) {
          return byMedianCut(image);
        }
      }
    }
    return new ColourTable(exact.colours(), exact, new byte[0]);
  }

  int index(int colour) {
    return cellIndex.length == 0
        ? exact.indexOf(colour & 0xFFFFFF)
        : cellIndex[cell(colour)] & 0xFF;
  }

  byte[] palette() {
    byte[] bytes = new byte[3 * colours.length];
    for (int i = 0; i < colours.length; i++) {
      bytes[3 * i] = (byte) (colours[i] >> 16);
      bytes[3 * i + 1] = (byte) (colours[i] >> 8);
      bytes[3 * i + 2] = (byte) colours[i];
    }
    return bytes;
  }

  private static int cell(int colour) {
    return (colour >> 17 & 127) << 14 | (colour >> 9 & 127) << 7 | (colour >> 1 & 127);
  }

  private static ColourTable byMedianCut(Pixels image) {
    int[] count = new int[CELLS];
    for (int colour : image.argb()) {
      count[cell(colour)]++;
    }
    var boxes = MedianCut.boxes(count, MOST);
    byte[] cellIndex = new byte[CELLS];
    int[] colours = new int[boxes.size()];
    for (int i = 0; i < colours.length; i++) {
      int[] cells = boxes.get(i);
      long red = 0;
      long green = 0;
      long blue = 0;
      long weight = 0;
      for (int cell : cells) {
        cellIndex[cell] = (byte) i;
        weight += count[cell];
        red += (long) count[cell] * (cell >> 14);
        green += (long) count[cell] * (cell >> 7 & 127);
        blue += (long) count[cell] * (cell & 127);
      }
      colours[i] = byteOf(red, weight) << 16 | byteOf(green, weight) << 8 | byteOf(blue, weight);
    }
    return new ColourTable(colours, new ColourIndex(), cellIndex);
  }

  /// A mean of seven-bit values, spread over eight bits.
  private static int byteOf(long sum, long weight) {
    return (int) ((sum * 255 + weight * 127 / 2) / (weight * 127));
  }

  /// A small set of colours that numbers them as they come.
  private static final class ColourIndex {
    private final int[] slots = new int[1024];
    private final int[] numbers = new int[1024];
    private int[] colours = new int[MOST + 1];
    private int size;

    ColourIndex() {
      Arrays.fill(slots, -1);
    }

    int add(int colour) {
      int slot = slot(colour);
      if (slots[slot] < 0) {
        slots[slot] = colour;
        numbers[slot] = size;
        colours[size++] = colour;
      }
      return size;
    }

    int indexOf(int colour) {
      return numbers[slot(colour)];
    }

    int[] colours() {
      return Arrays.copyOf(colours, size);
    }

    private int slot(int colour) {
      int slot = (colour * 0x9E3779B1) >>> 22;
      while (slots[slot] >= 0 && slots[slot] != colour) {
        slot = slot + 1 & 1023;
      }
      return slot;
    }
  }
}
