/// What the platform's Python producers say and hear in Redis, served as they are: `LegacyProtocol`
/// takes their tasks over into the store and writes back what became of them. A task in the store
/// knows its producer's id for it, its *alias*. Whatever is done here may be done twice without
/// harm, by any number of workers. May use the engine and `com.devskyy.redis.internal`.
@NullMarked
package com.devskyy.redis.legacy;

import org.jspecify.annotations.NullMarked;
