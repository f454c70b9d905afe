/// The platform's task types, where the engine meets what does the work. Each family has a package:
/// [com.devskyy.tasks.ml] trains models and predicts with them.
///
/// A type is an input record, an output record, a declaration and a handler. Handlers are thin:
/// they check, call, report progress and turn the outside's errors into the engine's.
///
/// May depend on the engine, `ml`, and on annotations for validation and JSON names; never on a
/// store, a JSON library or the command line.
@NullMarked
package com.devskyy.tasks;

import org.jspecify.annotations.NullMarked;
