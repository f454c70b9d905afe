/// Trained models as immutable, numbered versions: what was trained, on what, how good it is, and
/// its bytes.
///
/// [ModelRegistry] gives out version numbers, answers what is known of a model id, and loads models
/// with a small cache; [ModelVersion] is what it knows of one version. [ModelStore] is the seam
/// below: it keeps records and bytes, and is implemented by `tasks` on the engine's records and
/// artifacts (the tests here have one in memory). A version's bytes are stored first and named by
/// their own sha256, its record after; a crash in between leaves bytes that nobody names, never a
/// version without bytes. Knows nothing of what a model does: a caller brings the reader. Depends
/// on `com.devskyy.ml` alone.
@NullMarked
package com.devskyy.ml.registry;

import org.jspecify.annotations.NullMarked;
