/// What the process got from the operating system: environment, folder, streams, terminal, signals,
/// and the log.
@NullMarked
package com.devskyy.app.host;

import org.jspecify.annotations.NullMarked;
