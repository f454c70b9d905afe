/// Demonstration data: made-up fashion reviews that anyone may train on.
///
/// [SampleReviews] writes them from a small grammar, the same ones for the same seed. The resource
/// `reviews.csv` in this package is what it writes by default; a test compares the two, and the
/// README beside it says how it was made. They are here so that the first training needs no
/// download, and so that the tests need no foreign data. They show that the machinery works. They
/// say nothing about how good the model is on real reviews. Depends on nothing; the demo of `app`
/// and the tests depend on it.
@NullMarked
package com.devskyy.ml.sample;

import org.jspecify.annotations.NullMarked;
