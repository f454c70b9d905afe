/// The program: settings, wiring and the command line. The only module that reads the environment
/// or the wall clock.
@NullMarked
package com.devskyy.app;

import org.jspecify.annotations.NullMarked;
