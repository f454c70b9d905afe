/// Tasks as people and as programs read them.
@NullMarked
package com.devskyy.app.view;

import org.jspecify.annotations.NullMarked;
