/// The shop: [WordPress] takes pictures and models into its media library, [WooCommerce] shows
/// them at a product.
///
/// Neither knows keys of idempotency, so repeating is made harmless here: a file has a name made
/// of its task and its bytes, is searched for before it is sent and after an answer was lost; a
/// product is read, merged and written only if something changes. What a site says is not
/// believed by its status: it answers 500 to a file it will never take, and 200 with a page of
/// its theme.
///
/// Uses the JDK's HTTP client and Jackson; follows no redirect (a POST would become a GET, and
/// the password would go elsewhere). Knows no engine.
@NullMarked
package com.devskyy.providers.wordpress;

import org.jspecify.annotations.NullMarked;
