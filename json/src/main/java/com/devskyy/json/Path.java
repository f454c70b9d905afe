package com.devskyy.json;

import java.util.ArrayList;
import java.util.List;

/// Where a walk through a value stands, as in `items[2].style`. One walk, one thread.
final class Path {
  private static final int MAX_NAME = 60;

  private final List<Object> steps = new ArrayList<>();

  void enter(String member) {
    steps.add(member);
  }

  void enter(int index) {
    steps.add(index);
  }

  void leave() {
    steps.removeLast();
  }

  int depth() {
    return steps.size();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        appendMember(text, (String) step);
      }
    }
    return text.toString();
  }

  private static void appendMember(StringBuilder text, String name) {
    if (isPlain(name)) {
      if (!text.isEmpty()) {
        text.append('.');
      }
      text.append(name);
    } else {
      text.append('[').append(JsonText.excerpt(name)).append(']');
    }
  }

  private static boolean isPlain(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '$' && c != '@') {
        return false;
      }
    }
    return true;
  }
}
