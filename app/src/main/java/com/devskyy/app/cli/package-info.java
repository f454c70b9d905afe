/// The command line: one class per command.
@NullMarked
package com.devskyy.app.cli;

import org.jspecify.annotations.NullMarked;
