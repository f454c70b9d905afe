/// Settings: what they are, where a value came from, and what is allowed.
@NullMarked
package com.devskyy.app.settings;

import org.jspecify.annotations.NullMarked;
