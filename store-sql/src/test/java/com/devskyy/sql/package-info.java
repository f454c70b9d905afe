@NullMarked
package com.devskyy.sql;

import org.jspecify.annotations.NullMarked;
