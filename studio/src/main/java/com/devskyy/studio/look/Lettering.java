package com.devskyy.studio.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Capital letters as lines of a pen that is broad in the upright and fine across, with serifs. A
/// letter is ten units high. Lines are parted by `|`; one that begins with `~` is a smooth curve.
final class Lettering {
  private static final Map<Character, String> LINES =
      Map.ofEntries(
          Map.entry('A', "0,0 4,10 8,0|1.7,3.6 6.3,3.6"),
          Map.entry(
              'B',
              "1,0 1,10|~1,10 4,10 6.2,9.2 6.2,6.2 4,5.3 1,5.3|~1,5.3 4.4,5.3 7,4.2 7,1 4.4,0 1,0"),
          Map.entry('C', "~7.3,8 6,9.6 4,10 1.2,8.6 .2,5 1.2,1.4 4,0 6,.4 7.3,2"),
          Map.entry('D', "1,0 1,10|~1,10 4,10 6.8,8.4 7.6,5 6.8,1.6 4,0 1,0"),
          Map.entry('E', "1,0 1,10|1,10 6.6,10 6.6,8.4|1,5.2 5.2,5.2|1,0 6.8,0 6.8,1.8"),
          Map.entry('F', "1,0 1,10|1,10 6.6,10 6.6,8.4|1,5.2 5.2,5.2"),
          Map.entry(
              'G',
              "~7.3,8 6,9.6 4,10 1.2,8.6 .2,5 1.2,1.4 4,0 6,.3 7.4,1.6|7.4,0 7.4,4.4|5,4.4 8,4.4"),
          Map.entry('H', "1,0 1,10|7,0 7,10|1,5.2 7,5.2"),
          Map.entry('I', "1.4,0 1.4,10"),
          Map.entry('J', "4.4,10 4.4,3|~4.4,3 3.8,.6 2,0 .6,1 .4,2.4"),
          Map.entry('K', "1,0 1,10|7,10 1.4,4.4|2.8,5.8 7.4,0"),
          Map.entry('L', "1,0 1,10|1,0 6.6,0 6.6,2"),
          Map.entry('M', "1,0 1,10 5,1.6 9,10 9,0"),
          Map.entry('N', "1,0 1,10 7.4,0 7.4,10"),
          Map.entry('O', "~4,10 1.2,8.6 .2,5 1.2,1.4 4,0 6.8,1.4 7.8,5 6.8,8.6 4,10"),
          Map.entry('P', "1,0 1,10|~1,10 4,10 6.6,9 6.6,6 4,4.8 1,4.8"),
          Map.entry(
              'Q', "~4,10 1.2,8.6 .2,5 1.2,1.4 4,0 6.8,1.4 7.8,5 6.8,8.6 4,10|4.4,2.6 8,-1.4"),
          Map.entry('R', "1,0 1,10|~1,10 4,10 6.4,9.1 6.4,6.2 4,5.1 1,5.1|3.8,5.1 7.4,0"),
          Map.entry(
              'S',
              "~6,8.2 5,9.6 3.4,10 1.2,9.2 .8,7.2 2.4,5.8 4.6,4.8 6.3,3.4 6,1 3.6,0 1.6,.4 .5,2"),
          Map.entry('T', "4,0 4,10|.4,8.4 .4,10 7.6,10 7.6,8.4"),
          Map.entry('U', "1,10 1,3.2|~1,3.2 1.8,.8 4,0 6.2,.8 7,3.2|7,3.2 7,10"),
          Map.entry('V', "0,10 4,0 8,10"),
          Map.entry('W', "0,10 3,0 5.6,8.4 8.2,0 11.2,10"),
          Map.entry('X', ".4,0 7.4,10|.4,10 7.4,0"),
          Map.entry('Y', "0,10 4,4.8 8,10|4,4.8 4,0"),
          Map.entry('Z', "1,8.4 1,10 7,10 .8,0 7.2,0 7.2,1.8"),
          Map.entry('0', "~3.4,10 1,8.4 .4,5 1,1.6 3.4,0 5.8,1.6 6.4,5 5.8,8.4 3.4,10"),
          Map.entry('1', "1,8 3,10 3,0"),
          Map.entry('2', "~.8,7.8 1.6,9.6 3.6,10 5.8,8.8 5.4,6 .8,0|.8,0 6.4,0 6.4,1.6"),
          Map.entry(
              '3',
              "~.8,8.4 2,9.8 4.4,9.6 5.6,7.6 4.6,5.8 2.8,5.2|~2.8,5.2 5.4,4.6 6,2.2 4.2,.2 2,.2 .6,1.8"),
          Map.entry('4', "5,0 5,10 .4,3.2 7,3.2"),
          Map.entry('5', "5.8,10 1.4,10 1,5.4|~1,5.4 3.6,6.2 5.8,4.8 6,2 4,0 1.8,.2 .6,1.6"),
          Map.entry(
              '6', "~5.6,9.2 3.4,9.8 1.2,7.6 .6,3.6 1.6,.6 3.6,0 5.8,1.2 6,4 4,5.8 1.8,5.2 .7,3.6"),
          Map.entry('7', ".6,8.4 .6,10 6.4,10 2.6,0"),
          Map.entry(
              '8',
              "~3.4,5.4 1.2,6.8 1.4,9.2 3.4,10 5.4,9.2 5.6,6.8 3.4,5.4 .8,3.6 1,.8 3.4,0 5.8,.8 6,3.6 3.4,5.4"),
          Map.entry(
              '9',
              "~1.2,.8 3.4,.2 5.6,2.4 6.2,6.4 5.2,9.4 3.2,10 1,8.8 .8,6 2.8,4.2 5,4.8 6.1,6.4"),
          Map.entry(
              '&', "~7.6,4.6 6,1.4 3,0 .8,1.4 1.2,3.8 4.6,6.6 5,8.6 3.6,10 2,9 2.2,7.2 7.8,0"),
          Map.entry('\'', "1,10 1,7.4"),
          Map.entry('-', ".6,4.8 3.6,4.8"),
          Map.entry('.', "1,0 1,.9"),
          Map.entry(',', "1.2,.9 .6,-1.4"),
          Map.entry('!', "1,3.2 1,10|1,0 1,.9"),
          Map.entry('?', "~.6,8 1.6,9.8 3.8,9.8 5,8 3.8,5.6 2.8,4.4 2.8,3.2|2.8,0 2.8,.9"),
          Map.entry('/', "0,-1 4.4,10.6"),
          Map.entry('+', "3,2 3,8|0,5 6,5"));

  private static final double SPACE = 4.6;
  private static final double BETWEEN = 1.9;

  private Lettering() {}

  /// A line of the pen.
  ///
  /// @param points x and y by turns, in units
  /// @param serifs whether its ends may have them
  @SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
  record Stroke(double[] points, boolean serifs) {}

  /// Letters that are not known are left out; a line's width is in units.
  static double strokes(String text, List<Stroke> into) {
    double at = 0;
    for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
      String lines = LINES.get(letter);
      if (lines == null) {
        at += letter == ' ' ? SPACE : 0;
        continue;
      }
      double right = 0;
      for (String line : lines.split("\\|", -1)) {
        boolean curve = line.startsWith("~");
        double[] points = numbers(curve ? line.substring(1) : line);
        for (int i = 0; i < points.length; i += 2) {
          right = Math.max(right, points[i]);
          points[i] += at;
        }
        into.add(new Stroke(curve ? smooth(points) : points, !curve));
      }
      at += right + BETWEEN;
    }
    return Math.max(1, at - BETWEEN);
  }

  private static double[] numbers(String line) {
    List<Double> numbers = new ArrayList<>();
    for (String pair : line.split(" ", -1)) {
      for (String number : pair.split(",", -1)) {
        numbers.add(Double.valueOf(number));
      }
    }
    return numbers.stream().mapToDouble(n -> n).toArray();
  }

  /// Catmull and Rom's curve through the points, six steps between two.
  static double[] smooth(double[] p) {
    int n = p.length / 2;
    int steps = 6;
    double[] out = new double[2 * ((n - 1) * steps + 1)];
    boolean closed = p[0] == p[2 * n - 2] && p[1] == p[2 * n - 1];
    for (int k = 0; k < n - 1; k++) {
      int before = k > 0 ? k - 1 : closed ? n - 2 : 0;
      int after = k + 2 < n ? k + 2 : closed ? 1 : n - 1;
      for (int s = 0; s < steps; s++) {
        double t = (double) s / steps;
        for (int axis = 0; axis < 2; axis++) {
          double a = p[2 * before + axis];
          double b = p[2 * k + axis];
          double c = p[2 * k + 2 + axis];
          double d = p[2 * after + axis];
          out[2 * (k * steps + s) + axis] =
              b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
        }
      }
    }
    out[out.length - 2] = p[2 * n - 2];
    out[out.length - 1] = p[2 * n - 1];
    return out;
  }
}
