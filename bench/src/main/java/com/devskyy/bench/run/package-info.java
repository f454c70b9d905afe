/// What benchmarks have in common: processes of their own, values by round, targets, tables.
@NullMarked
package com.devskyy.bench.run;

import org.jspecify.annotations.NullMarked;
