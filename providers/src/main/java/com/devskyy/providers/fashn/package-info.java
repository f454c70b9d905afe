/// FASHN: a garment on a person's photo, model photos, cut-outs. Start with
/// [com.devskyy.providers.fashn.FashnClient].
///
/// A run costs credits; there is neither an idempotency key nor a list of what was run, so a run
/// whose answer was lost stays unknown.
@NullMarked
package com.devskyy.providers.fashn;

import org.jspecify.annotations.NullMarked;
