/// Words, numbers and tables as people read them, and the three parts of an error. Knows no
/// terminal and no engine.
@NullMarked
package com.devskyy.app.text;

import org.jspecify.annotations.NullMarked;
