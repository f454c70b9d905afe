/// Calling outside services: the rules that hold for all of them, written once in
/// [com.devskyy.providers.ProviderHttp]. Each service has a package of its own beside this one.
///
/// What can go wrong is one small sealed type, [com.devskyy.providers.ProviderException]: it says
/// whether anything happened, and whether and when another try can help. A call that is paid for
/// is sent once; only reading is repeated.
///
/// Knows no engine, no store and no settings: keys, addresses and the way to wait are passed in.
/// May depend on the JDK and on Jackson.
@NullMarked
package com.devskyy.providers;

import org.jspecify.annotations.NullMarked;
