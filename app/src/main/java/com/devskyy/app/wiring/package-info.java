/// The parts of the product put together from settings.
@NullMarked
package com.devskyy.app.wiring;

import org.jspecify.annotations.NullMarked;
