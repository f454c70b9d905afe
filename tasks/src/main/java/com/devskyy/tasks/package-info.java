/// The platform's task types, where the engine meets what does the work. Each family has a
/// package: [com.devskyy.tasks.ml] trains models and predicts with them,
/// [com.devskyy.tasks.model3d] makes garments in 3D, [com.devskyy.tasks.tryon] pictures of them.
/// [com.devskyy.tasks.provider] has what is paid for once, [com.devskyy.tasks.shop] shows what
/// was made, [com.devskyy.tasks.artifacts] keeps artifacts in a bucket.
///
/// A type is an input record, an output record, a declaration and a handler. Handlers are thin:
/// they check, call, report progress and turn the outside's errors into the engine's.
///
/// May depend on the engine, `ml`, `providers`, `studio`, and on annotations for validation and
/// JSON names; never on a store, a JSON library or the command line.
@NullMarked
package com.devskyy.tasks;

import org.jspecify.annotations.NullMarked;
