/// Showing what was made in the shop: [Shop] puts a model and its picture into WordPress's
/// library and at a product of WooCommerce, each once, whichever worker goes on. May use the
/// engine, the shop's clients in `providers`, and `tasks.provider`.
@NullMarked
package com.devskyy.tasks.shop;

import org.jspecify.annotations.NullMarked;
