/// The engine's [com.devskyy.engine.Codec]: JSON to and from records, checked by a JSON Schema.
///
/// [com.devskyy.json.JsonCodec] is all there is to use. A record is looked at once; what is found
/// gives its schema, the check of an input and the reading of its values, so that the three cannot
/// disagree. Only the tokens of JSON come from a library (`jackson-core`): a full mapper, a schema
/// generator and a validator together took more than a second of a cold start, for the few shapes a
/// task's record may have.
@NullMarked
package com.devskyy.json;

import org.jspecify.annotations.NullMarked;
