package com.devskyy.app.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Style;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// The log: one line an event, on standard error. A program gets `key=value` pairs, a person the
/// same with the time of day in front and no quotes around the message.
public final class Log {
  private Log() {}

  /// Keeps logback from looking for files and from choosing a format of its own.
  public static final class Quiet extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
      return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
  }

  /// Begins to write.
  ///
  /// @param level `error`, `warn`, `info` or `debug`
  public static void start(Screen screen, String level) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var appender = new ToScreen(screen);
    appender.setContext(context);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(Level.toLevel(level.toUpperCase(Locale.ROOT), Level.WARN));
  }

  private static final class ToScreen extends AppenderBase<ILoggingEvent> {
    private final Screen screen;

    ToScreen(Screen screen) {
      this.screen = screen;
    }

    @Override
    protected void append(ILoggingEvent event) {
      screen.print(screen.isRich() ? forPeople(event) : forPrograms(event));
      if (event.getThrowableProxy() != null) {
        screen.print(
            Cells.lines(ThrowableProxyUtil.asString(event.getThrowableProxy())).stripTrailing());
      }
    }

    private String forPeople(ILoggingEvent event) {
      var line = new StringBuilder();
      line.append(screen.paint(Style.QUIET, time(event).substring(11, 23)))
          .append("  ")
          .append(screen.paint(style(event.getLevel()), Cells.line(event.getFormattedMessage())));
      var pairs = new StringBuilder();
      append(pairs, event);
      return line
          + (pairs.isEmpty() ? "" : "  " + screen.paint(Style.QUIET, pairs.toString().strip()));
    }

    private static String forPrograms(ILoggingEvent event) {
      var line = new StringBuilder();
      line.append("time=").append(time(event));
      line.append(" level=").append(event.getLevel().toString().toLowerCase(Locale.ROOT));
      line.append(" msg=").append(quoted(event.getFormattedMessage()));
      append(line, event);
      return line.toString();
    }

    private static String time(ILoggingEvent event) {
      // Always with milliseconds, so that lines stay in line.
      return Instant.ofEpochMilli(event.getTimeStamp()).plusNanos(1).toString().substring(0, 23)
          + "Z";
    }

    private static Style style(Level level) {
      if (level.isGreaterOrEqual(Level.ERROR)) {
        return Style.BAD;
      }
      return level.isGreaterOrEqual(Level.WARN) ? Style.ATTENTION : Style.PLAIN;
    }

    private static void append(StringBuilder line, ILoggingEvent event) {
      if (event.getKeyValuePairs() == null) {
        return;
      }
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.append(' ').append(pair.key).append('=').append(quoted(String.valueOf(pair.value)));
      }
    }

    private static String quoted(String value) {
      String text = Cells.line(value);
      return text.matches("[^\\s\"=]+")
          ? text
          : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
  }
}
