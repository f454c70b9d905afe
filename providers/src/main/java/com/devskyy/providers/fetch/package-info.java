/// Reading the pictures and models that a task's input refers to: an https URL, a data URI, or a
/// file below the data root. Whoever writes such a reference is not trusted: what is fetched must
/// come from a public address or from a host that was allowed, be no larger than wanted, and be
/// by its own bytes what was wanted. [InputFiles] is the way in.
///
/// Uses the JDK alone. HTTP is spoken over sockets of its own, because the JDK's client looks
/// names up by itself: an address that was checked and one that is connected to must be the same
/// one (`docs/notes/018-artifacts.md`).
@NullMarked
package com.devskyy.providers.fetch;

import org.jspecify.annotations.NullMarked;
